// Makes a recording of sequences drawn at random, on a small screen where edges are met often.
//
//   node mixed.mjs SEED EVENTS [alternate] > mixed.cast
//
// A third of the seeds has no wide characters, but inserts cells and goes without wrapping; with both, xterm.js leaves
// halves of characters behind.
// Left out is what xterm.js does otherwise than DEC's manuals and xterm: moving in origin mode, restoring a cursor after
// the screen has scrolled, what becomes of lines below the cursor when the width changes, REP of a character that had no
// room, SD with a background, marks on blank cells, IND and NEL into a wrapped row, DECALN's margins and rendition, tab
// stops, 48:2:r:g:b, protection after SGR 0.
const [seed, events, alternate] = process.argv.slice(2);
let state = Number(seed) >>> 0;

function random(n) { // mulberry32
  state = (state + 0x6d2b79f5) >>> 0;
  let t = state;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) % n;
}
const pick = list => list[random(list.length)];
const some = (least, most) => least + random(most - least + 1);

let columns = 20;
let rows = 8;
const WORDS = ['a', 'word', 'longer words here', '漢', '字かな', 'e\u0301', '한국', 'x\u0308y', '~`jklqx', '😀', 'ｆｕｌｌ', '\u2500\u2502'];
const NARROW = ['a', 'word', 'longer words here', 'e\u0301', 'x\u0308y', '~`jklqx', '\u2500\u2502'];
const inserts = Number(seed) % 3 === 0;
const number = () => pick(['', '0', '1', '2', '3', '5', '9', '30']);
const csi = (finals, parameters = number) => () => `\x1b[${parameters()}${pick(finals)}`;
const STYLES = ['0', '1', '2', '3', '4', '4:3', '5', '7', '8', '9', '21', '22', '23', '24', '25', '27', '28', '29', '31', '39',
  '53', '55', '95', '38;5;123', '38;2;1;2;3', '38:5:200', '58:5:9'];
const BACKGROUNDS = ['42', '49', '104', '48;5;7', '48:2::9:8:7'];
// Backgrounds or resizes: xterm.js leaves some of a background behind where it wraps lines anew.
const resizes = Number(seed) % 2 === 0;
const sgr = () => Array.from({ length: some(1, 4) }, () => pick(resizes ? STYLES : [...STYLES, ...BACKGROUNDS])).join(';');
const ACTIONS = [
  [14, () => pick(inserts ? NARROW : WORDS)],
  [3, () => 'text that fills lines '.repeat(some(1, 3))],
  [6, () => pick(['\r', '\n', '\r\n', '\b', '\t', '\x0b', '\x1bM'])],
  [8, csi('ABCDEFG`adeIZ')],
  [6, csi('Hf', () => `${some(1, rows)};${some(1, columns)}`)],
  [7, csi(inserts ? '@PXLMS' : 'PXLMS')],
  [3, () => `${pick(['\x1b[', '\r\x1b[1'])}J`], // ED 1 in the last cell throws in xterm.js
  [3, csi('JK', () => pick(['', '0', '2']))],
  [1, csi('K', () => '1')],
  [1, csi('J', () => '3')],
  [2, () => `r\x1b[${pick(['', '1', '3', '25'])}b`],
  [5, csi('m', sgr)],
  [2, csi('r', () => pick(['', `${some(1, 4)};${some(5, 8)}`, '2', ';5']))],
  [2, () => pick(['\x1b(0', '\x1b(B', '\x1b)0', '\x0e', '\x0f', '\x1b(A'])],
  [2, () => pick([inserts ? '\x1b[?7l' : '', '\x1b[?7h', '\x1b[?7h', inserts ? '\x1b[4h' : '', '\x1b[4l', '\x1b[4l', '\x1b[?45h', '\x1b[?45l'])],
  [1, () => pick(['\x1b[?25l', '\x1b[?25h', '\x1b[?1h', '\x1b[?1l', '\x1b[?2004h', '\x1b=', '\x1b>', '\x1b[?1004h'])],
  [1, () => pick(['\x1b[1"qkept\x1b[0"q', '\x1b[?0J', '\x1b[?1K', '\x1b[?2K'])],
  [1, () => pick(inserts ? ['\x1b[2 @', '\x1b[2 A', "\x1b[4G\x1b[2'}", "\x1b[4G\x1b[2'~"] : [''])],
  [1, () => pick(['\x1b]0;a title\x07', '\x1b]2;other\x1b\\', '\x1b]8;;http://example.com\x07link\x1b]8;;\x07', '\x1b]52;c;eA==\x07',
    '\x1bPq#0~\x1b\\', '\x1b_apc\x1b\\', '\x1b^pm\x1b\\', '\x1b[>4;2m', '\x1b[?u', '\x1b[1;2;3', '\x18', '\x1b[5:3;;;;m'])],
];
if (alternate) {
  ACTIONS.push([1, () => pick(['\x1b[?1047h', '\x1b[?1047l', '\x1b[?47h', '\x1b[?47l', '\x1b7\x1b8'])]);
}
const total = ACTIONS.reduce((sum, [weight]) => sum + weight, 0);

function action() {
  let at = random(total);
  for (const [weight, make] of ACTIONS) {
    at -= weight;
    if (at < 0) return make();
  }
}

console.log(JSON.stringify({ version: 2, width: columns, height: rows }));
for (let i = 0; i < Number(events); i++) {
  if (resizes && random(40) === 0) {
    columns = some(4, 40);
    rows = some(2, 12);
    console.log(JSON.stringify([0, 'o', '\x1b[m\x1b[99;1H']));
    console.log(JSON.stringify([0, 'r', `${columns}x${rows}`]));
  } else {
    console.log(JSON.stringify([0, 'o', Array.from({ length: some(1, 6) }, action).join('')]));
  }
}
