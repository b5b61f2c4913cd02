import ical, { ICalEventStatus } from "ical-generator";
import type { Feed, PublishedSession } from "./model.js";

/** "Connector sessions of PREP-KC, Center School District" */
export const feedTitle = ({ organization, district }: Pick<Feed, "organization" | "district">): string =>
  `Connector sessions of ${organization}${district === null ? "" : `, ${district}`}`;

/** As the package leaves the name of a calendar as it is (RFC 5545, 3.3.11). */
const escaped = (text: string): string => text.replace(/[\\;,]/g, (character) => `\\${character}`);

const isOff = ({ status }: PublishedSession): boolean => status === "cancelled";

/** The feed as a calendar to subscribe to (RFC 5545): times in UTC, one UID for a session for good, the same text for the same sessions. */
export function calendarFile(feed: Feed, secondsToLive: number): string {
  const calendar = ical({
    name: escaped(feedTitle(feed)),
    prodId: { company: "polaris", product: "connector sessions", language: "EN" },
    ttl: secondsToLive,
  });
  for (const session of feed.sessions) {
    const changed = new Date(session.changedAt);
    calendar.createEvent({
      id: session.uid,
      sequence: Math.floor(changed.getTime() / 1_000),
      stamp: changed,
      lastModified: changed,
      start: new Date(session.startsAt),
      end: new Date(session.endsAt),
      summary: isOff(session) ? `Cancelled: ${session.title}` : session.title,
      status: isOff(session) ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      ...(session.careerCluster === null ? {} : { categories: [{ name: session.careerCluster }] }),
      ...(session.link === null ? {} : { url: session.link }),
    });
  }
  return `${calendar.toString()}\r\n`;
}

/** The feed as JSON; keys stay as they are. */
export function jsonFile(feed: Feed): string {
  return `${JSON.stringify(
    {
      title: feedTitle(feed),
      organization: feed.organization,
      district: feed.district,
      time_zone: feed.timeZone,
      sessions: feed.sessions.map((session) => ({
        id: session.uid,
        title: session.title,
        status: session.status,
        date: session.date,
        time: session.time,
        starts_at: session.startsAt,
        ends_at: session.endsAt,
        grades: session.grades,
        career_cluster: session.careerCluster,
        registration_link: session.link,
      })),
    },
    null,
    2,
  )}\n`;
}
