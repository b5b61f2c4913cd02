/** The labels that the organisation's pick-lists offer. They are not restricted: a record may hold another label. */

export const accountTypes = [
  "Business",
  "Non-profit",
  "Government",
  "Educational",
  "Healthcare",
  "Technology",
  "Household",
  "School",
  "School District",
] as const;

export const genders = ["Female", "Male", "Non-binary", "Prefer not to say", "NA"] as const;

export const ageGroups = ["Under 18", "18-24", "25-34", "35-44", "45-54", "55-64", "65+"] as const;

export const grades = ["K", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"] as const;

export const raceAndEthnicity = [
  "American Indian or Alaska Native",
  "Asian American",
  "Asian American/Pacific Islander",
  "Bi-racial",
  "Bi-racial/Multi-racial/Multicultural",
  "Black",
  "Black/African American",
  "Hispanic American/Latino",
  "Multi-racial",
  "Native American/Alaska Native/First Nation",
  "Native Hawaiian or Other Pacific Islander",
  "Other POC",
  "Prefer not to answer",
  "Two or More Races",
  "White",
  "White/Caucasian/European American",
] as const;

export const educations = [
  "High School Diploma or GED",
  "Some College",
  "Certificate",
  "Associate's Degree",
  "Bachelor's Degree",
  "Master's Degree",
  "Advanced Professional Degree",
  "Doctorate",
  "Prefer not to answer",
] as const;

export const sessionTypes = [
  "Connector Session",
  "Career Jumping",
  "Career Speaker",
  "Employability Skills",
  "IGNITE",
  "Career Fair",
  "Client Connected Project",
  "Pathway campus visits",
  "Workplace Visit",
  "Pathway Workplace Visits",
  "College Options",
  "DIA - Classroom Speaker",
  "DIA",
  "Campus Visit",
  "Advisory Sessions",
  "Volunteer Orientation",
  "Volunteer Engagement",
  "Mentoring",
  "Financial Literacy",
  "Math Relays",
  "Classroom Speaker",
  "Internship",
  "College Application Fair",
  "FAFSA",
  "Classroom Activity",
  "Historical, Not Yet Updated",
  "DataViz",
  "P2GD",
  "SLA",
  "HealthStart",
  "P2T",
  "BFI",
] as const;

export const sessionStatuses = [
  "Draft",
  "Requested",
  "Confirmed",
  "Published",
  "Completed",
  "Cancelled",
  "No Show",
  "Simulcast",
  "Count",
] as const;

export const cancellationReasons = [
  "Inclement Weather Cancellation",
  "School Cancellation",
  "Volunteer Cancellation",
] as const;

export const participantStatuses = [
  "Scheduled",
  "Registered",
  "Confirmed",
  "Attended",
  "Completed",
  "No-Show",
  "Cancelled",
  "Declined",
] as const;

export const volunteerSkills = [
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
  "Teaching",
  "Web Design",
  "Writing",
] as const;

export const volunteerInterests = [
  "Career Fairs",
  "Classroom Speaking",
  "Data Visualization",
  "Financial Literacy",
  "Mentoring",
  "Mock Interviews",
  "STEM",
  "Workplace Tours",
] as const;

export const leadSources = ["State list", "Partner directory", "Web", "Conference", "Referral"] as const;

export const leadStatuses = [
  "New",
  "Working - Contacted",
  "Nurturing",
  "Qualified",
  "Unqualified",
  "Closed - Converted",
] as const;

export const outreachStages = [
  "First call",
  "Second call",
  "E-mail sequence",
  "Demo scheduled",
  "Not interested",
  "Customer",
] as const;
