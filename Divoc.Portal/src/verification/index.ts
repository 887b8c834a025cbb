/** Checks certificates on this device: the server's verdict, as far as a device can know it. Needs nothing but WebCrypto. */
export { judge, trustData, type TrustData } from './judge';
export type { AskOnline, Details, Judged, LocalVerdict, NotJudged, NotRead } from './judgement';
export type { Loader, ResponseLike, StatusTimes } from './status';
export { TrustError } from './trust';
export type { Reason, SignatureState, Status, Verdict } from './verdict';
