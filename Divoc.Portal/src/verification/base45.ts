import type { Bytes } from './bytes';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/** The bytes of base45 (RFC 9285); null where it is none. */
export function bytesOfBase45(text: string): Bytes | null {
  if (text.length % 3 === 1) {
    return null;
  }
  const bytes: number[] = [];
  for (let index = 0; index < text.length; index += 3) {
    const letters = text.slice(index, index + 3);
    let value = 0;
    for (let place = letters.length - 1; place >= 0; place--) {
      const digit = alphabet.indexOf(letters[place]!);
      if (digit < 0) {
        return null;
      }
      value = value * 45 + digit;
    }
    if (value > (letters.length === 3 ? 0xffff : 0xff)) {
      return null;
    }
    if (letters.length === 3) {
      bytes.push(value >> 8);
    }
    bytes.push(value & 255);
  }
  return Uint8Array.from(bytes);
}
