// Works out slot starts around every change of the clock with Temporal, as data that DaylightSavingTest compares with our
// own. Asks, for each local time on the grid, which instants show it on the wall clock: another way than ours, which lays
// ticks over a range of instants.
//
//   npm install && npm run generate
//
// package "tzdata" gives the names of all zones; their rules come from the time zone data inside Node.
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { Temporal } from '@js-temporal/polyfill';

const packageFile = (path) => JSON.parse(readFileSync(new URL(`node_modules/${path}`, import.meta.url)));
const tzdata = packageFile('tzdata/timezone-data.json');

const FIRST = Temporal.Instant.from('2024-01-01T00:00Z');
const END = Temporal.Instant.from('2038-01-01T00:00Z');
const ROSTERS = [['00:00', '06:00'], ['22:00', '02:00'], ['09:00', '17:00']];
// Every change of the clock is a multiple of 15 minutes, so only the wider grid is laid anew by one.
const GRIDS = [15, 60];
const VISIT = 30;

// A summer's and a winter's day, so that zones without changes are compared too.
const ORDINARY_DAYS = ['2027-01-13', '2027-07-14'];

const minuteOf = (instant) => instant.epochMilliseconds / 60_000;

function transitions(zone) {
  const found = [];
  let at = FIRST.subtract({ nanoseconds: 1 }).toZonedDateTimeISO(zone).getTimeZoneTransition('next');
  while (at && Temporal.Instant.compare(at.toInstant(), END) < 0) {
    found.push(at);
    at = at.getTimeZoneTransition('next');
  }
  return found;
}

function days(zone) {
  const days = new Set(ORDINARY_DAYS);
  for (const change of transitions(zone)) {
    const day = change.toPlainDate();
    [day.subtract({ days: 1 }), day, day.add({ days: 1 })].forEach((one) => days.add(one.toString()));
  }
  return [...days].sort();
}

// None in a gap, two when the clock shows the time twice.
function instantsShowing(wall, zone) {
  return ['earlier', 'later']
    .map((disambiguation) => wall.toZonedDateTime(zone, { disambiguation }))
    .filter((zoned) => zoned.toPlainDateTime().equals(wall))
    .map((zoned) => minuteOf(zoned.toInstant()));
}

function starts(day, [from, until], grid, zone) {
  const instant = (date, time) =>
    minuteOf(date.toPlainDateTime(time).toZonedDateTime(zone, { disambiguation: 'compatible' }).toInstant());
  const lastDay = until > from ? day : day.add({ days: 1 });
  const opens = instant(day, from);
  const closes = instant(lastDay, until);
  const found = new Set();
  // Wider than the roster: after a gap the wall clock may stand outside its hours.
  let wall = day.toPlainDateTime(from).subtract({ hours: 3 });
  const last = lastDay.toPlainDateTime(until).add({ hours: 3 });
  for (; Temporal.PlainDateTime.compare(wall, last) <= 0; wall = wall.add({ minutes: grid })) {
    for (const start of instantsShowing(wall, zone)) {
      if (start >= opens && start + VISIT <= closes) {
        found.add(start);
      }
    }
  }
  return [...found].sort((a, b) => a - b);
}

function runs(starts, grid) {
  const runs = [];
  for (const start of starts) {
    const run = runs.at(-1);
    if (run && start === run.first + grid * run.count) {
      run.count++;
    } else {
      runs.push({ first: start, count: 1 });
    }
  }
  return runs.map((run) => `${run.first}+${run.count}`).join(',');
}

const daysAndStarts = (zone) =>
  days(zone)
    .map((day) => {
      const date = Temporal.PlainDate.from(day);
      const all = GRIDS.flatMap((grid) => ROSTERS.map((roster) => runs(starts(date, roster, grid, zone), grid)));
      return [day, ...all].join(' ');
    })
    .join('\n');

// Zones with the same changes share a section, and links (which Node knows as well) need no work of their own.
const zonesOf = new Map();
const known = Object.keys(tzdata.zones).filter((zone) => /^[A-Z]/.test(zone)).sort();
const unknown = [];
const offsetsSeen = new Map();
for (const zone of known) {
  try {
    const changes = transitions(zone).map((change) => `${minuteOf(change.toInstant())}${change.offset}`);
    const before = FIRST.toZonedDateTimeISO(zone).offset;
    const key = [before, ...changes].join(' ');
    const section = offsetsSeen.get(key) ?? daysAndStarts(zone);
    offsetsSeen.set(key, section);
    zonesOf.set(section, [...(zonesOf.get(section) ?? []), zone]);
  } catch (problem) {
    if (!(problem instanceof RangeError)) {
      throw problem;
    }
    unknown.push(zone);
  }
}

const version = (name) => packageFile(`${name}/package.json`).version;
const header = `# temporal-polyfill ${version('@js-temporal/polyfill')}, node ${process.versions.node}, tz ${process.versions.tz}`;
const sections = [...zonesOf]
  .map(([section, zones]) => `@ ${zones.join(' ')}\n${section}`)
  .sort();
writeFileSync(process.argv[2], gzipSync([header, ...sections, ''].join('\n'), { level: 9 }));
console.log(`${header}\n${known.length - unknown.length} zones in ${sections.length} sections; unknown to Node: ${unknown.join(' ') || 'none'}`);
