/** What a promise gives, or something else where that takes too long. A network can be silent: it neither answers nor fails. */
export function inTime<T, E>(work: Promise<T>, milliseconds: number, otherwise: E): Promise<T | E> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<E>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** How long a file of the pages is waited for. */
const fileMs = 15_000;

/** Loads a part of the pages; fails where it does not come. */
export async function loaded<T>(part: Promise<T>, milliseconds = fileMs): Promise<T> {
  const found = await inTime(part, milliseconds, undefined);
  if (found === undefined) throw new Error('A file of this page does not come.');
  return found;
}
