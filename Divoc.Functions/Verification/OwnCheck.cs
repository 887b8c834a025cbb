using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Ledger;

namespace Divoc.Functions.Verification;

/// <summary>Holds a credential that a key of ours signed against what the registry lists.</summary>
internal static class OwnCheck
{
    /// <summary>What follows.</summary>
    /// <param name="signed">What was presented.</param>
    /// <param name="isStored">Whether its format is stored, so that the registry lists what binds its values.</param>
    /// <param name="ledger">The ledger that lists it.</param>
    /// <param name="version">The certificate, as the ledger lists it.</param>
    /// <param name="now">The instant at which the state counts.</param>
    public static IEnumerable<VerificationReason> Of(
        Judgement.Signed signed, bool isStored, CertificateLedger ledger, ListedCertificate version, DateTimeOffset now)
    {
        if (signed.Type.Length > 0 && signed.Type != version.Key.Type)
        {
            return [.. signed.Doubts, VerificationReasons.NotAsIssued];
        }

        if (signed.BindingHash is null && !isStored)
        {
            // Made from the stored claims at a fetch: its signature alone tells that nothing was changed. A new one can be fetched at any time.
            return signed.Key.IsFormer ? [VerificationReasons.KeyFormer] : [.. signed.Doubts, .. StateOf(ledger, version, now)];
        }

        if (!string.Equals(version.BindingHash, signed.BindingHash, StringComparison.Ordinal))
        {
            return [.. signed.Doubts, VerificationReasons.NotAsIssued];
        }

        // Every value is proven to be the issued one, so nothing is left to be judged by its look: the intake's rules may be set to let dates in an odd order pass, and
        // the settings may have had another base URL.
        return StateOf(ledger, version, now);
    }

    /// <summary>All that became of it, since an answer may have to tell more than the gravest.</summary>
    private static IEnumerable<VerificationReason> StateOf(CertificateLedger ledger, ListedCertificate version, DateTimeOffset now)
    {
        if (version.IsRevoked())
        {
            yield return VerificationReasons.Revoked;
        }

        if (ledger.StandingSuspensionsOf(version).Any(suspension => suspension.SuspendsAt(now)))
        {
            yield return VerificationReasons.Suspended;
        }

        if (version.ReplacedBy() is not null)
        {
            yield return VerificationReasons.Superseded;
        }

        if (version.IsErased())
        {
            yield return VerificationReasons.Erased;
        }
    }
}
