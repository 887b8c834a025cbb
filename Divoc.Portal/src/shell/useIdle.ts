import { useEffect, useRef, useState } from 'preact/hooks';

/** As long as somebody may be away from the screen before a key is forgotten. */
export const idleMinutes = 15;

const minute = 60_000;
const warnAfter = (idleMinutes - 1) * minute;
const lockAfter = idleMinutes * minute;

const signs = ['keydown', 'pointerdown', 'input', 'wheel', 'touchstart'] as const;

/**
 * Whether the lock is near, and calls when nobody has used the page for too long. The clock decides, not a timer alone: a device that slept, or a page that was kept in the background, is judged when it
 * is back, before anybody can use it.
 */
export function useIdle(isOn: boolean, onIdle: () => void): boolean {
  const [isNear, setNear] = useState(false);
  const told = useRef(onIdle);
  told.current = onIdle;
  useEffect(() => {
    setNear(false);
    if (!isOn) return undefined;
    let last = Date.now();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const judge = (): void => {
      clearTimeout(timer);
      const idle = Date.now() - last;
      setNear(idle >= warnAfter);
      if (idle >= lockAfter) told.current();
      else timer = setTimeout(judge, (idle >= warnAfter ? lockAfter : warnAfter) - idle);
    };
    const used = (): void => {
      if (Date.now() - last < lockAfter) last = Date.now();
      judge();
    };
    judge();
    for (const sign of signs) addEventListener(sign, used, { passive: true, capture: true });
    addEventListener('pageshow', judge);
    document.addEventListener('visibilitychange', judge);
    return () => {
      clearTimeout(timer);
      for (const sign of signs) removeEventListener(sign, used, { capture: true });
      removeEventListener('pageshow', judge);
      document.removeEventListener('visibilitychange', judge);
    };
  }, [isOn]);
  return isNear;
}

/**
 * Calls when the page is left, and when it is back. Browsers keep a page that was left as it is, and show it again to whoever goes back: all that must not be seen again has to be gone before.
 * What `onLeave` changes is drawn before the browser puts the page aside.
 */
export function useLeaving(onLeave: () => void, onBack: () => void): void {
  const told = useRef({ onLeave, onBack });
  told.current = { onLeave, onBack };
  useEffect(() => {
    const leave = (): void => told.current.onLeave();
    const back = (event: PageTransitionEvent): void => {
      if (event.persisted) told.current.onBack();
    };
    addEventListener('pagehide', leave);
    addEventListener('pageshow', back);
    return () => {
      removeEventListener('pagehide', leave);
      removeEventListener('pageshow', back);
    };
  }, []);
}
