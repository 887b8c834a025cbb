/** Answers of the service, as far as this page reads them. */
export interface TypeList {
  readonly types: readonly { readonly name: string; readonly shapes: readonly string[] }[];
}

export interface TypeOfCertificate {
  readonly name: string;
  readonly shapes: readonly { readonly name: string; readonly schema: Schema }[];
}

/** What the service uses of JSON Schema (2020-12). */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly (string | null)[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

/** An error or a warning: at which value, and what about it. */
export interface Fault {
  readonly pointer?: string;
  readonly code: string;
  readonly detail: string;
}

export interface Accepted {
  readonly requestId: string;
  readonly warnings: readonly Fault[];
  readonly certificates: readonly { readonly certificateId: string; readonly status: string }[];
}

export interface RequestState {
  readonly certificates: readonly RequestedState[];
}

export interface RequestedState {
  readonly certificateId: string;
  readonly status: string;
  readonly links?: unknown;
  readonly reason?: string;
  readonly detail?: string;
}

export interface State {
  readonly certificateId: string;
  readonly status: string;
  readonly since: string;
  readonly reason?: string;
  readonly replacedBy?: string;
  readonly suspendedUntil?: string;
  readonly erased?: boolean;
}

export interface Found {
  readonly certificateId: string;
  readonly type: string;
  readonly programId?: string;
  readonly key: string;
  readonly issuedAt: string;
  readonly validUntil?: string;
  readonly state: State;
  readonly links?: unknown;
}

export interface History {
  readonly certificateId: string;
  readonly issuedAt: string;
  readonly state: State;
  readonly replaces?: string;
  readonly changes: readonly Change[];
  readonly versions: readonly State[];
}

export interface Change {
  readonly at: string;
  readonly change: string;
  readonly reason: string;
  readonly text?: string;
  readonly by: string;
  readonly replacedBy?: string;
  readonly from?: string;
  readonly until?: string;
}

/** An upload, with DIVOC's capitals. */
export interface Upload {
  readonly ID: string;
  readonly CreatedAt: string;
  readonly Filename: string;
  readonly Status: string;
  readonly finishedAt?: string;
  readonly reason?: string;
  readonly rows: {
    readonly read: number;
    readonly queued: number;
    readonly issued: number;
    readonly duplicate: number;
    readonly failed: number;
    readonly refused: number;
    readonly kept: number;
  };
  readonly ignoredColumns?: readonly string[];
}

export interface UploadErrors {
  readonly errorRows: readonly {
    readonly row: number;
    readonly preEnrollmentCode?: string;
    readonly problems: readonly { readonly column?: string; readonly code: string; readonly detail: string }[];
  }[];
  readonly next?: string | null;
}
