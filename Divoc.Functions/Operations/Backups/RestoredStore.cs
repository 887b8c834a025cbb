using Divoc.Functions.Certificates;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Operations.Backups;

/// <summary>The parts of a store that a restore reads.</summary>
/// <param name="Ledgers">All certificates.</param>
/// <param name="References">The notes about erased certificates.</param>
/// <param name="Failures">The events that failed or were discarded.</param>
/// <param name="Requests">The accepted requests.</param>
public sealed record StoreReader(LedgerStore Ledgers, LedgerReferences References, FailureRegistry Failures, RequestRegistry Requests);

/// <summary>What a restore changes in the restored store.</summary>
/// <param name="Reader">The parts that it reads.</param>
/// <param name="Eraser">Erases certificates.</param>
/// <param name="Discarder">Discards events.</param>
public sealed record RestoredStore(StoreReader Reader, CertificateEraser Eraser, FailureDiscarder Discarder);
