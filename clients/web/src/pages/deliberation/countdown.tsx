import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { useEffect, useState } from "react";
import { type Text, useText } from "@/i18n";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The time that is left, as coarse as it matters: days, hours with minutes, minutes with seconds. */
export function timeLeft(end: Date, now: Date, { t }: Text): string {
  const left = end.getTime() - now.getTime();
  if (left <= 0) return t("phase.left.over");
  if (left >= 2 * DAY) return t("phase.left.days", { days: Math.floor(left / DAY) });
  if (left >= HOUR) {
    const minutes = Math.floor(left / MINUTE);
    return t("phase.left.hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  }
  const seconds = Math.floor(left / SECOND);
  return t("phase.left.minutes", { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
}

/** How long until what is shown changes. */
function untilChange(end: Date, now: Date): number {
  const left = end.getTime() - now.getTime();
  if (left <= 0) return HOUR;
  const step = left >= 2 * DAY ? HOUR : left >= HOUR ? MINUTE : SECOND;
  return (left % step) + 20;
}

/** Counts down to a deadline. Screen readers are not interrupted by it. */
export function Countdown(props: { end: Timestamp }) {
  const text = useText();
  const end = timestampDate(props.end);
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setTimeout(() => setNow(new Date()), untilChange(timestampDate(props.end), now));
    return () => clearTimeout(timer);
  }, [props.end, now]);
  return (
    <span role="timer" className="countdown" dir="auto">
      {timeLeft(end, now, text)}
    </span>
  );
}
