import { prepareZXingModule, readBarcodes, type ReaderOptions } from 'zxing-wasm/reader';
import { loaded } from '../../shell/inTime';
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url';

// By default the package would fetch this file from elsewhere.
prepareZXingModule({ overrides: { locateFile: () => wasm } });

const options: ReaderOptions = { formats: ['QRCode'], tryHarder: true, tryInvert: false, maxNumberOfSymbols: 1 };

/** How long the reader may take for a picture: it is loaded at the first one. */
const patienceMs = 30_000;

/** The longest side at which a picture is read: a photo of a page has enough pixels then, and a large one does not fill the memory. */
const longestSide = 4000;

/** The bytes of the QR code in a picture, or nothing. Always the bytes: a text would lose those that are no characters. */
export async function readCode(picture: ImageData): Promise<Uint8Array | undefined> {
  const [found] = await loaded(readBarcodes(picture, options), patienceMs);
  return found?.isValid ? found.bytes : undefined;
}

/** The bytes of the QR code in a file that the browser can show as a picture, or nothing. */
export async function readCodeOfFile(file: Blob): Promise<Uint8Array | undefined> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return undefined;
  }

  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
  const data = pixelsOf(picture, Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale)));
  picture.close();
  return readCode(data);
}

/** The pixels of a picture or of a camera's frame, on white: a code without a background is black on nothing. */
export function pixelsOf(source: CanvasImageSource, width: number, height: number): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  context.drawImage(source, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}
