// What invitations are made of, and the links that come of them.
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import type { IssuedInvitation } from "@gen/plenum/deliberation/v1/access_pb";
import type { Role } from "@gen/plenum/deliberation/v1/deliberation_pb";

export const USUAL_DAYS = 14;
const MOST_DAYS = 365;
const MOST_WEIGHT = 1000;
const DAY_MS = 86_400_000;
/** So that 365 days from this device's clock are no more than 365 days by the server's. */
const SLACK_MS = 60_000;

function wholeBetween(text: string, least: number, most: number): number | null {
  const value = /^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : null;
}

export const daysOf = (text: string) => wholeBetween(text, 1, MOST_DAYS);
export const weightOf = (text: string) => wholeBetween(text, 1, MOST_WEIGHT);

export interface Invitee {
  name: string;
  role: Role;
  weight: number;
}

/** `days` as a form has it; the same for every try, so that a repeated request is the same one. */
export function invitationOf({ name, role, weight }: Invitee, expires: Date) {
  return { label: name, role, weight, expireTime: timestampFromDate(expires) };
}

export function expiryOf(days: number, now: Date = new Date()): Date {
  return new Date(Math.floor((now.getTime() + days * DAY_MS - SLACK_MS) / 1000) * 1000);
}

/** The server's own link, or one to this page. What follows "#" no browser sends to anybody. */
export function linkOf({ link, code }: Pick<IssuedInvitation, "link" | "code">): string {
  return link || `${location.origin}/join#${code}`;
}

export function signInLink(refreshToken: string): string {
  return `${location.origin}/sign-in#${refreshToken}`;
}
