// Plays a recording (asciicast v2) to xterm.js and prints the frames that it shows: what `RecordingsTest` expects.
//
//   node expect.mjs vim.cast > vim.frames
//
// A frame says only what differs from the frame before it; README.md has its form. With many events only some of them
// are made frames, and the last one always, with the scrollback.
import { readFileSync } from 'node:fs';
import headless from '@xterm/headless';
import unicode11 from '@xterm/addon-unicode11';

const FRAMES_MAX = Number(process.env.FRAMES ?? 250);

const [header, ...events] = readFileSync(process.argv[2], 'utf8').trimEnd().split('\n').map(line => JSON.parse(line));
const terminal = new headless.Terminal({
  cols: header.width,
  rows: header.height,
  scrollback: 1000,
  allowProposedApi: true,
  logLevel: 'off',
  windowOptions: { pushTitle: true, popTitle: true },
});
terminal.loadAddon(new unicode11.Unicode11Addon());
terminal.unicode.activeVersion = '11';
let title = '';
terminal.onTitleChange(text => { title = text; });
const core = terminal._core;
const output = [];
const shown = new Map();

const write = text => new Promise(done => terminal.write(text, done));
const every = Math.ceil(events.length / FRAMES_MAX);
for (let i = 0; i < events.length; i++) {
  const [, kind, data] = events[i];
  if (kind === 'r') {
    const [columns, rows] = data.split('x').map(Number);
    terminal.resize(columns, rows);
    shown.clear();
  } else if (kind === 'o') {
    await write(data);
  }
  const last = i === events.length - 1;
  if (last || i % every === 0 || kind === 'r') {
    frame(i, last);
  }
}
console.log(output.join('\n'));

function frame(event, last) {
  const buffer = terminal.buffer.active;
  output.push(`frame ${event}`);
  const x = Math.min(buffer.cursorX, terminal.cols - 1);
  const pending = buffer.cursorX === terminal.cols ? ' pending' : '';
  change('cursor', `${buffer.cursorY} ${x}${pending}`);
  change('screen', `${buffer.type}`);
  change('title', title);
  change('modes', modes());
  // xterm.js may keep lines above an alternate screen that was made smaller; nothing ever shows them.
  change('scrollback', `${buffer.type === 'normal' ? buffer.baseY : 0}`);
  if (last && buffer.type === 'normal') {
    for (let row = -buffer.baseY; row < 0; row++) {
      change(row, line(buffer.getLine(buffer.baseY + row)));
    }
  }
  for (let row = 0; row < terminal.rows; row++) {
    change(row, line(buffer.getLine(buffer.baseY + row)));
  }
}

function change(what, value) {
  if (shown.get(what) !== value) {
    shown.set(what, value);
    output.push(`${what} ${value}`);
  }
}

function modes() {
  const m = terminal.modes;
  const hidden = core.coreService.isCursorHidden;
  return [
    [m.applicationCursorKeysMode, 'APPLICATION_CURSOR_KEYS'],
    [m.applicationKeypadMode, 'APPLICATION_KEYPAD'],
    [m.wraparoundMode, 'AUTOWRAP'],
    [m.bracketedPasteMode, 'BRACKETED_PASTE'],
    [!hidden, 'CURSOR_VISIBLE'],
    [m.sendFocusMode, 'FOCUS_EVENTS'],
    [m.insertMode, 'INSERT'],
    [m.originMode, 'ORIGIN'],
    [m.reverseWraparoundMode, 'REVERSE_WRAP'],
  ].filter(([on]) => on).map(([, name]) => name).join(' ');
}

function line(source) {
  const runs = [];
  let text = '';
  let filled = 0;
  // A line of the alternate screen stays longer than the screen when that is made narrower.
  for (let column = 0; column < terminal.cols; column++) {
    const cell = source.getCell(column);
    if (cell.getWidth() === 0) {
      // the second half of a wide character
    } else if (cell.getChars() === '') {
      text += '\u2400';
    } else {
      text += cell.getChars();
      filled = text.length;
    }
    const style = styleOf(cell);
    if (runs.length > 0 && runs.at(-1).style === style) {
      runs.at(-1).end = column;
    } else {
      runs.push({ start: column, end: column, style });
    }
  }
  const styles = runs.filter(run => run.style !== '').map(run => `${run.start}-${run.end}:${run.style}`);
  return `${source.isWrapped ? '+' : '|'}${text.slice(0, filled)}|${styles.join(' ')}`;
}

function styleOf(cell) {
  const parts = [];
  const foreground = colour(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor());
  const background = colour(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor());
  if (foreground) parts.push(`f${foreground}`);
  if (background) parts.push(`b${background}`);
  // Not getUnderlineStyle(), which has a line below every link.
  const underline = cell.hasExtendedAttrs() ? (cell.extended._ext >> 26) & 7 : cell.fg & 0x10000000 ? 1 : 0;
  if (underline) {
    parts.push(`u${underline}`);
    const line = colour(cell.isUnderlineColorDefault(), cell.isUnderlineColorRGB(), cell.getUnderlineColor());
    if (line && cell.extended.underlineColor !== -1 && line !== foreground) parts.push(`l${line}`);
  }
  for (const [is, name] of [
    [cell.isBold(), 'bold'], [cell.isDim(), 'dim'], [cell.isItalic(), 'italic'], [cell.isBlink(), 'blink'],
    [cell.isInverse(), 'inverse'], [cell.isInvisible(), 'hidden'], [cell.isStrikethrough(), 'strike'],
    [cell.isOverline(), 'overline'],
  ]) {
    if (is) parts.push(name);
  }
  return parts.join(',');
}

function colour(isDefault, isRgb, value) {
  return isDefault ? '' : isRgb ? `#${value.toString(16).padStart(6, '0')}` : `${value}`;
}
