using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Ledger;

namespace Divoc.Functions.Verification;

/// <summary>Compares a credential that a key of this service signed with the registry.</summary>
internal static class OwnCheck
{
    /// <summary>The reasons from the comparison.</summary>
    /// <param name="signed">The presented credential.</param>
    /// <param name="isStored">Whether its format is stored, so that the registry has the hash of its values.</param>
    /// <param name="ledger">The ledger that lists it.</param>
    /// <param name="version">The certificate in the ledger.</param>
    /// <param name="now">The instant for the state.</param>
    public static IEnumerable<VerificationReason> Of(
        Judgement.Signed signed, bool isStored, CertificateLedger ledger, ListedCertificate version, DateTimeOffset now)
    {
        if (signed.Type.Length > 0 && signed.Type != version.Key.Type)
        {
            return [.. signed.Doubts, VerificationReasons.NotAsIssued];
        }

        if (signed.BindingHash is null && !isStored)
        {
            // Made from the stored claims at a fetch: only its signature proves that nothing was changed. A new one can be fetched at any
            // time.
            return signed.Key.IsFormer ? [VerificationReasons.KeyFormer] : [.. signed.Doubts, .. StateOf(ledger, version, now)];
        }

        if (!string.Equals(version.BindingHash, signed.BindingHash, StringComparison.Ordinal))
        {
            return [.. signed.Doubts, VerificationReasons.NotAsIssued];
        }

        // Every value is proven to be the issued one, so the content is not checked: the intake may have accepted dates in an unusual order
        // because of its settings, and the settings may have had another base URL.
        return StateOf(ledger, version, now);
    }

    /// <summary>All changes of its state, because an answer may need more than the worst one.</summary>
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
