/** Invented people: common first and last names, put together by chance. */

export const FIRST_NAMES = (
  "Abigail Adrian Alma Amara Andre Anika Antonio Asha Beatriz Benjamin Bianca Brandon Bridget Caleb Camila Carmen Cedric Celeste " +
  "Chloe Clarence Damon Danielle Darius David Deborah Delia Diego Dominic Edith Elena Elijah Elise Emeka Esperanza Ethan Farah " +
  "Felix Fiona Gabriel Gloria Grant Gwen Hana Harold Hector Helena Hugo Imani Ingrid Isaac Ivy Jamal Janet Jasmine Javier Joanna " +
  "Joel Jordan Josephine Julian Karina Keith Kenji Kiara Lamar Latoya Laurel Leon Liliana Linh Lorenzo Lucille Luther Mabel " +
  "Malik Marcus Margaret Marisol Martin Mateo Maya Meera Mei Miles Miriam Monica Nadia Naomi Nathaniel Nikhil Noelle Nora Octavia " +
  "Omar Oscar Patrice Paula Pedro Philip Priya Quentin Quinn Rachel Rafael Ramona Renee Rhonda Robert Rosa Ruben Ruth Samir Sandra " +
  "Selena Simone Solomon Sofia Stella Tamika Tara Terrence Theo Thomas Tobias Trevor Uma Valerie Vera Victor Vincent Walter Wanda " +
  "Wesley William Xavier Yara Yolanda Yusuf Zachary Zoe"
).split(" ");

/** With accents, two words or an initial, as they are met. */
export const UNUSUAL_FIRST_NAMES = [
  "José",
  "François",
  "Ángel",
  "Zoë",
  "Sarah Jean",
  "Mary Ann",
  "Søren",
  "Nguyệt",
] as const;

export const LAST_NAMES = (
  "Abbott Acosta Adler Alvarez Ames Arroyo Ashford Baines Barrera Barlow Becker Bellamy Benson Bishop Blackwood Boone Bowers Brandt " +
  "Brewer Bridges Burnett Calloway Cannon Cardenas Carver Castillo Chandra Chavez Choi Clayton Colvin Conrad Cordova Crane Cross " +
  "Dalton Daniels Darby Dawson Delgado Denton Dhillon Dixon Doyle Draper Duarte Dunbar Eastman Ellison Emerson Escobar Espinoza " +
  "Farrell Fielding Figueroa Fitch Fleming Flores Foster Fry Galloway Gandhi Garrison Gibbs Godfrey Gomez Grady Greer Guthrie " +
  "Hadley Hale Hammond Hardin Hargrove Hassan Haines Henley Herrera Holloway Hooper Horton Hsu Huerta Hutton Ibarra Ingram Irwin " +
  "Jarvis Jennings Joshi Juarez Kaplan Kearney Keller Kendrick Khan Kimball Kirby Knox Kowalski Lambert Landry Langston Lara " +
  "Ledford Lindgren Lockhart Lozano Lyons Maddox Malone Mancini Marsh Mathis Mayfield Medina Mercer Merritt Monroe Montoya Moody " +
  "Morales Mosley Nakamura Navarro Nesbitt Nguyen Nolan Norwood Ochoa Odom Okafor Oneal Ortega Osborne Pacheco Padilla Paine Park " +
  "Patel Paxton Pena Petrov Pham Pickett Pittman Ponce Prather Quigley Quintero Ramsey Rangel Rao Redmond Reyes Rhodes Rivas Rocha " +
  "Rosales Rowland Rutledge Salas Santana Sawyer Serrano Sharpe Sheridan Singh Sloan Solis Stafford Stark Sutton Swanson Talbot " +
  "Tate Thornton Tran Trujillo Underwood Valdez Vance Vaughn Velasco Villa Vogel Wade Waller Walton Warner Webb Weiss Whitfield " +
  "Wilcox Winters Wolfe Woodard Wyatt Xiong Yang Yates York Zamora Ziegler"
).split(" ");

export const UNUSUAL_LAST_NAMES = [
  "Garcia Lopez",
  "Ruiz-Hernandez",
  "O'Brien",
  "McCarthy",
  "MacDonald",
  "De La Cruz",
  "Müller",
  "Zürich",
  "Van der Berg",
  "Smith-Okoye",
  "Núñez",
  "St. John",
] as const;

/** Two people of one employer whom only a table of nicknames brings together. */
export const NICKNAMES = [
  ["David", "Dave"],
  ["Robert", "Rob"],
  ["William", "Bill"],
  ["Elizabeth", "Liz"],
  ["Katherine", "Kate"],
] as const;
