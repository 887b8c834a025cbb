/** A health card that is spread over several codes: `shc:/{number}/{total}/{digits}`. */
const partForm = /^shc:\/([1-9]\d?)\/([1-9]\d?)\/\d+$/;

/** How long a part waits for the next one: after that somebody else may stand here. */
export const partsLastMs = 60_000;

/** What is known after another code was read: the whole payload, or which part that was. */
export type Collected = { readonly whole: Uint8Array | string } | { readonly number: string; readonly total: string };

/** Collects the parts of one card. A part of another card begins anew: it has another total, or it is another part of the same number. */
export class Parts {
  private readonly read = new Map<number, string>();
  private total = 0;
  private last = 0;

  add(code: Uint8Array): Collected {
    const text = code.length < 5000 ? new TextDecoder('latin1').decode(code) : '';
    const part = partForm.exec(text);
    if (!part) return { whole: code };
    const [number, total] = [Number(part[1]), Number(part[2])];
    if (number > total) return { whole: code };
    const before = this.read.get(number);
    if (total !== this.total || (before !== undefined && before !== text) || Date.now() - this.last >= partsLastMs) this.forget();
    this.last = Date.now();
    this.total = total;
    this.read.set(number, text);
    return this.read.size === total ? { whole: [...this.read.values()].join('\n') } : { number: String(number), total: String(total) };
  }

  forget(): void {
    this.read.clear();
  }
}
