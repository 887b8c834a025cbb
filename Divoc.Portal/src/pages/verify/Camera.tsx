import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { loaded } from '../../shell/inTime';
import { useWords } from '../../words';

/** How long a frame is looked at again, and after which time without a code there is a hint. */
const pauseMs = 80;
const hintAfterMs = 30_000;

// A code with a whole certificate has up to 177 modules in a row, each of which needs two pixels and more.
const asked: MediaStreamConstraints = { video: { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } }, audio: false };

/** Why the camera can't be used: the browser does not allow it, there is none, or the reader of codes can't be loaded. */
export type CameraFault = 'denied' | 'none' | 'reader';

/** Shows what the camera sees, and gives the bytes of each code that is read. The reader is loaded when the camera is opened. */
export function Camera({ onCode, onFault }: { readonly onCode: (code: Uint8Array) => void; readonly onFault: (kind: CameraFault) => void }): JSX.Element {
  const { verify: words } = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const [slow, setSlow] = useState(false);
  const told = useRef({ onCode, onFault });
  told.current = { onCode, onFault };

  useEffect(() => {
    let open = true;
    let stream: MediaStream | undefined;
    let failing: CameraFault = 'none';
    const hint = setTimeout(() => setSlow(true), hintAfterMs);
    const run = async (): Promise<void> => {
      stream = await navigator.mediaDevices.getUserMedia(asked);
      failing = 'reader';
      const { pixelsOf, readCode } = await loaded(import('./scan'));
      failing = 'none';
      const shown = video.current;
      if (!open || !shown) return;
      shown.srcObject = stream;
      await shown.play();
      while (open) {
        if (shown.videoWidth > 0) {
          failing = 'reader';
          const code = await readCode(pixelsOf(shown, shown.videoWidth, shown.videoHeight));
          if (open && code) told.current.onCode(code);
        }
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    };
    run().catch((error: unknown) => {
      if (open) told.current.onFault(error instanceof DOMException && error.name === 'NotAllowedError' ? 'denied' : failing);
    }).finally(() => {
      if (!open) stop(stream);
    });
    return () => {
      open = false;
      clearTimeout(hint);
      stop(stream);
    };
  }, []);

  return (
    <div class="camera">
      <video ref={video} muted playsInline aria-label={words.cameraHint} />
      <p role="status">{slow ? words.cameraSlow : words.cameraHint}</p>
    </div>
  );
}

function stop(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
