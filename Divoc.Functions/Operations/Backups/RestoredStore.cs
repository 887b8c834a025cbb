using Divoc.Functions.Certificates;
using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Operations.Backups;

/// <summary>What a restore reads of a store, and changes in one.</summary>
/// <param name="Ledgers">All certificates.</param>
/// <param name="References">Which were erased.</param>
/// <param name="Failures">Which events failed or were discarded.</param>
/// <param name="Requests">What was promised.</param>
public sealed record StoreReader(LedgerStore Ledgers, LedgerReferences References, FailureRegistry Failures, RequestRegistry Requests);

/// <summary>What a restore changes in the restored store.</summary>
/// <param name="Reader">What it reads there.</param>
/// <param name="Eraser">Erases certificates.</param>
/// <param name="Discarder">Discards events.</param>
public sealed record RestoredStore(StoreReader Reader, CertificateEraser Eraser, FailureDiscarder Discarder);
