import type { Weights } from "./random.js";

/** What people do and know: jobs with the skills that go with them. */
export interface Occupation {
  readonly title: string;
  readonly department: string;
  readonly skills: readonly string[];
}

export const OCCUPATIONS: Weights<Occupation> = [
  occupation(
    9,
    "Software Engineer",
    "Engineering",
    "Python Programming; Software Development; Computer Science; Technology",
  ),
  occupation(7, "Data Analyst", "Analytics", "Data Analysis; Statistics; Python; Data Visualization"),
  occupation(5, "Civil Engineer", "Engineering", "Engineering; Mathematics; Drafting; Project Management"),
  occupation(5, "Mechanical Engineer", "Research and Development", "Engineering; Robotics; 3D Printing; Physics"),
  occupation(4, "Research Scientist", "Laboratory", "Biology; Chemistry; Laboratory Science; Science"),
  occupation(3, "Biomedical Technician", "Clinical", "Biology; Technology; Science"),
  occupation(3, "Actuary", "Risk", "Mathematics; Statistics; Financial Analysis"),
  occupation(3, "Network Administrator", "IT", "Cybersecurity; Technology; Networking"),
  occupation(2, "Veterinarian", "Animal Health", "Animal Science; Biology; Public Speaking"),
  occupation(2, "Environmental Scientist", "Sustainability", "Environmental Science; Chemistry; GIS"),
  occupation(2, "Robotics Coach", "Education", "Robotics; Coaching; Mentoring"),
  occupation(6, "Accountant", "Finance", "Accounting; Financial Analysis; Excel"),
  occupation(6, "Marketing Manager", "Marketing", "Marketing; Public Speaking; Writing"),
  occupation(5, "Attorney", "Legal", "Law; Negotiation; Public Speaking"),
  occupation(5, "Human Resources Partner", "People", "Recruiting; Mock Interviews; Resume Review"),
  occupation(4, "Nurse Practitioner", "Clinical", "Healthcare; Patient Care"),
  occupation(4, "Graphic Designer", "Creative", "Graphic Design; Web Design; Illustration"),
  occupation(4, "Project Manager", "Operations", "Project Management; Leadership"),
  occupation(3, "Banker", "Retail", "Financial Literacy; Business Strategy"),
  occupation(3, "Journalist", "Newsroom", "Writing; Editing; Photography"),
  occupation(3, "Chef", "Kitchen", "Culinary Arts; Business Strategy"),
  occupation(3, "Electrician", "Trades", "Construction; Electrical Trades; Apprenticeship"),
  occupation(2, "Police Officer", "Public Safety", "Law Enforcement; Community Outreach"),
  occupation(2, "Event Planner", "Events", "Event Planning; Community Outreach"),
  occupation(2, "Architect", "Design", "Architecture; Drafting; Graphic Design"),
];

/** Picklist skills; the list field holds some of them, divided by semicolons. */
export const LISTED_SKILLS = new Set([
  "Accounting",
  "Business Strategy",
  "Coaching",
  "Community Outreach",
  "Data Analysis",
  "Engineering",
  "Event Planning",
  "Financial Analysis",
  "Graphic Design",
  "Healthcare",
  "Leadership",
  "Marketing",
  "Mentoring",
  "Project Management",
  "Public Speaking",
  "Python Programming",
  "Software Development",
  "Web Design",
  "Writing",
]);

export const INTERESTS = [
  "Career Fairs",
  "Classroom Speaking",
  "Data Visualization",
  "Financial Literacy",
  "Mentoring",
  "Mock Interviews",
  "STEM",
  "Workplace Tours",
] as const;

export const RACES: Weights<string | null> = [
  ["White", 30],
  ["White/Caucasian/European American", 12],
  ["Black/African American", 12],
  ["AggregateResultBlack/African American", 4],
  ["Black", 3],
  ["Hispanic American/Latino", 9],
  ["Asian American/Pacific Islander", 6],
  ["Asian", 2],
  ["Bi-racial/Multi-racial/Multicultural", 3],
  ["Native American/Alaska Native/First Nation", 1],
  ["Two or More Races", 1],
  ["Asian, White", 1],
  ["Other POC", 1],
  ["Prefer not to answer", 5],
  ["None", 1],
  [null, 9],
];

export const EDUCATIONS: Weights<string | null> = [
  ["Bachelor's", 20],
  ["Bachelors Degree", 10],
  ["Master's Degree", 10],
  ["MASTERS", 5],
  ["Ph.D.", 3],
  ["Advanced Professional Degree", 4],
  ["High School Diploma or GED", 4],
  ["Some College", 4],
  ["Certification", 2],
  ["Prefer not to answer", 3],
  [null, 35],
];

export const GENDERS: Weights<string | null> = [
  ["Female", 48],
  ["Male", 38],
  ["Non-binary", 2],
  ["Prefer not to say", 3],
  [null, 9],
];

export const AGE_GROUPS: Weights<string | null> = [
  ["18-24", 6],
  ["25-34", 24],
  ["35-44", 24],
  ["45-54", 18],
  ["55-64", 10],
  ["65+", 4],
  [null, 14],
];

function occupation(weight: number, title: string, department: string, skills: string): readonly [Occupation, number] {
  return [{ title, department, skills: skills.split("; ") }, weight];
}
