// Makes a screenshot small: a palette of its 256 most frequent colours, the others by the nearest of them. PNG, second edition,
// sections 9.2 (filters) and 11.2.3 (palette).

import { crc32, deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

export function shrink(png) {
  const { width, height, pixels } = decode(png);
  const counts = new Map();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const palette = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 256).map(([colour]) => colour);
  const indexes = new Map(palette.map((colour, index) => [colour, index]));
  for (const colour of counts.keys()) if (!indexes.has(colour)) indexes.set(colour, nearest(palette, colour));

  const rows = Buffer.alloc((width + 1) * height);
  pixels.forEach((colour, at) => { rows[at + Math.floor(at / width) + 1] = indexes.get(colour); });
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 3, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  return Buffer.concat([
    signature, chunk('IHDR', header), chunk('PLTE', Buffer.from(palette.flatMap(channels))),
    chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0)),
  ]);
}

function channels(colour) {
  return [colour >> 16, (colour >> 8) & 255, colour & 255];
}

function nearest(palette, colour) {
  const [r, g, b] = channels(colour);
  let best = 0;
  let least = Infinity;
  palette.forEach((other, index) => {
    const [x, y, z] = channels(other);
    const distance = (x - r) ** 2 + (y - g) ** 2 + (z - b) ** 2;
    if (distance < least) [best, least] = [index, distance];
  });
  return best;
}

function decode(png) {
  const data = [];
  let header;
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const content = png.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') header = content;
    if (type === 'IDAT') data.push(content);
    at += 12 + length;
  }

  const [width, height, bytes] = [header.readUInt32BE(0), header.readUInt32BE(4), header[9] === 6 ? 4 : 3];
  const raw = inflateSync(Buffer.concat(data));
  const stride = width * bytes;
  const pixels = [];
  let before = Buffer.alloc(stride);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)];
    const row = Buffer.from(raw.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)));
    for (let x = 0; x < stride; x++) {
      const [left, up, corner] = [x < bytes ? 0 : row[x - bytes], before[x], x < bytes ? 0 : before[x - bytes]];
      row[x] += filter === 1 ? left : filter === 2 ? up : filter === 3 ? (left + up) >> 1 : filter === 4 ? paeth(left, up, corner) : 0;
    }
    for (let x = 0; x < stride; x += bytes) pixels.push((row[x] << 16) | (row[x + 1] << 8) | row[x + 2]);
    before = row;
  }

  return { width, height, pixels };
}

function paeth(left, up, corner) {
  const [a, b, c] = [left, up, corner].map(value => Math.abs(left + up - corner - value));
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

function chunk(type, content) {
  const made = Buffer.alloc(12 + content.length);
  made.writeUInt32BE(content.length, 0);
  made.write(type, 4, 'latin1');
  content.copy(made, 8);
  made.writeUInt32BE(crc32(made.subarray(4, 8 + content.length)), 8 + content.length);
  return made;
}
