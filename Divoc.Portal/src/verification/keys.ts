import { type Bytes, bytesOfBase64Url } from './bytes';

/** Checks signatures by the platform's cryptography. */

export type Algorithm = 'PS256' | 'RS256' | 'ES256' | 'EdDSA';

export interface Jwk {
  readonly kty: string;
  readonly kid: string;
  readonly alg: string;
  readonly crv?: string;
  readonly n?: string;
  readonly e?: string;
  readonly x?: string;
  readonly y?: string;
}

/** The browser has not what is needed: old ones lack Ed25519. */
export class NotSupported extends Error {}

export function isRsa(jwk: Jwk): boolean {
  return jwk.kty === 'RSA';
}

/** Length of the modulus in bytes; 0 for other keys. */
export function modulusLength(jwk: Jwk): number {
  return isRsa(jwk) ? (bytesOfBase64Url(jwk.n ?? '')?.length ?? 0) : 0;
}

function importParameters(algorithm: Algorithm): { readonly name: string; readonly hash?: string; readonly namedCurve?: string } {
  switch (algorithm) {
    case 'PS256':
      return { name: 'RSA-PSS', hash: 'SHA-256' };
    case 'RS256':
      return { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
    case 'ES256':
      return { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    default:
      return { name: 'Ed25519' };
  }
}

/** @throws NotSupported The browser does not know the algorithm. */
export async function verifies(jwk: Jwk, algorithm: Algorithm, signature: Bytes, data: Bytes): Promise<boolean> {
  const parameters = importParameters(algorithm);
  let key: CryptoKey;
  try {
    const { kty, crv, n, e, x, y } = jwk;
    key = await crypto.subtle.importKey('jwk', JSON.parse(JSON.stringify({ kty, crv, n, e, x, y })) as JsonWebKey, parameters, false, ['verify']);
  } catch (fault) {
    if (algorithm === 'EdDSA') {
      throw new NotSupported(String(fault));
    }
    return false;
  }
  return crypto.subtle.verify({ ...parameters, ...(algorithm === 'PS256' ? { saltLength: 32 } : {}) }, key, signature, data);
}
