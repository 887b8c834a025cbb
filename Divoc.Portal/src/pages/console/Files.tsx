import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { segment, type Problem } from '../../shell/call';
import { Failure } from './Failure';
import { problemOf, useService } from './session';
import { text } from './words';

/** Large enough for a phone to read it off the screen, and not wider than a small screen, as far as the service can draw it so small. */
const qrPixels = (): number => Math.max(100, Math.min(600, document.documentElement.clientWidth - 48));

/** QR code and page of a certificate. They are fetched with the key in a header: an address that opens them would be a key in itself. */
export function Files({ certificateId }: { readonly certificateId: string }): JSX.Element {
  const service = useService();
  const keep = useObjectUrls();
  const [qr, setQr] = useState('');
  const [pdf, setPdf] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const path = `/certificates/${segment(certificateId)}`;

  useEffect(() => {
    let current = true;
    setQr('');
    setPdf('');
    setProblem(undefined);
    const load = async (): Promise<void> => {
      const blob = await (await service.answer(`${path}/qr.png?px=${qrPixels()}`)).blob();
      if (current) setQr(keep(blob));
    };
    load().catch((error: unknown) => current && setProblem(problemOf(error)));
    return () => {
      current = false;
    };
  }, [path, service]);

  const open = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      const url = pdf !== '' ? pdf : keep(await (await service.answer(`${path}/certificate.pdf`)).blob());
      setPdf(url);
      openInTab(url);
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <div class="files">
      {qr !== '' && <div class="code"><img src={qr} alt={text.files.qr} /></div>}
      {qr === '' && !problem && <p class="quiet" role="status">{text.files.qrLoading}</p>}
      <div class="row">
        <button type="button" class="main" disabled={isBusy} onClick={() => void open()}>{text.files.openPdf}</button>
        {pdf !== '' && <a class="button" href={pdf} download={`${certificateId}.pdf`}>{text.files.savePdf}</a>}
      </div>
      <Failure problem={problem} />
    </div>
  );
}

function openInTab(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.target = '_blank';
  link.rel = 'noopener';
  link.click();
}

/** Addresses of files in the memory of this page. They end with what shows them; after that, and after the page was locked, none is made any more. */
export function useObjectUrls(): (blob: Blob) => string {
  const { signal } = useService();
  const made = useRef<string[]>([]);
  const shown = useRef(new AbortController());
  useEffect(() => () => {
    shown.current.abort();
    made.current.forEach((url) => URL.revokeObjectURL(url));
  }, []);
  return (blob) => {
    signal.throwIfAborted();
    shown.current.signal.throwIfAborted();
    const url = URL.createObjectURL(blob);
    made.current.push(url);
    return url;
  };
}
