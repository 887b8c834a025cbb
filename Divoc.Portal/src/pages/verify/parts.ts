/** A health card that is spread over several codes: `shc:/{number}/{total}/{digits}`. */
const partForm = /^shc:\/(\d)\/(\d)\/\d+$/;

/** What is known after another code was read: the whole payload, or which part that was. */
export type Collected = { readonly whole: Uint8Array | string } | { readonly number: string; readonly total: string };

/** Collects the parts of a card. A part of another card, told by another number of parts, begins anew. */
export class Parts {
  private readonly read = new Map<string, string>();
  private total = '';

  add(code: Uint8Array): Collected {
    const text = code.length < 5000 ? new TextDecoder('latin1').decode(code) : '';
    const part = partForm.exec(text);
    if (!part) return { whole: code };
    const [, number = '', total = ''] = part;
    if (total !== this.total) this.read.clear();
    this.total = total;
    this.read.set(number, text);
    return String(this.read.size) === total ? { whole: [...this.read.values()].join('\n') } : { number, total };
  }
}
