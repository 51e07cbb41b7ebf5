// The forms in which the data model of SCORM 1.2 wants values (Run-Time Environment 1.2, section 3.4).

/** Hours at most: the form has four digits for them. */
const LONGEST_H = 9999;

/** CMITimespan, HHHH:MM:SS.SS. */
export function timespan(ms) {
  const hundredths = Math.max(0, Math.round(ms / 10));
  const [hours, minutes, seconds] = [Math.floor(hundredths / 360000), (hundredths / 6000) % 60, (hundredths / 100) % 60];
  const whole = `${digits(Math.min(hours, LONGEST_H), 4)}:${digits(minutes, 2)}:${digits(seconds, 2)}`;
  return `${whole}.${digits(hundredths % 100, 2)}`;
}

/** CMITime, HH:MM:SS, as the clock on the wall. */
export function timeOfDay(date) {
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => digits(part, 2)).join(":");
}

/** CMIDecimal from 0 to 100, with two decimals at most. */
export function percent(part, whole) {
  return String(Math.round((10000 * part) / whole) / 100);
}

function digits(number, n) {
  return String(Math.floor(number)).padStart(n, "0");
}
