using System.Security.Cryptography;
using System.Text;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Formats.EuDcc;

/// <summary>Signs EU certificates with a key that has a document signer certificate for their kind.</summary>
internal sealed class EuSigner(EuDccOptions options)
{
    /// <summary>Nothing is signed that would be valid for less than a day.</summary>
    private static readonly TimeSpan LeastLeft = TimeSpan.FromDays(1);

    /// <summary>Signs a certificate.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="claims">
    /// The other signed claims: the issuing country, the time of signing, and the end of the event's own validity.
    /// </param>
    /// <param name="keys">The keys.</param>
    /// <param name="lane">The priority if signatures have to wait.</param>
    /// <param name="cancellationToken">Cancels the wait for the key.</param>
    /// <exception cref="EventFailedException">The certificate's last day is over.</exception>
    /// <exception cref="FormatNotSetUpException">There is no such key.</exception>
    /// <exception cref="SigningKeyUnavailableException">The key can't be used now.</exception>
    public async Task<WrittenCredential> SignAsync(
        EuCertificate certificate, SigningClaims claims, ISigningKeys keys, SigningLane lane, CancellationToken cancellationToken)
    {
        if (claims.Latest <= claims.IssuedAt)
        {
            throw FormatRefusal.Over.ToException();
        }

        var group = certificate.Entry.Group;
        var published = await keys.GetPublishedKeysAsync(cancellationToken);
        var fit = published.Where(key => key.Serves(EuKeys.Purpose) && ProblemOf(key, group, claims.IssuedAt) is null)
            .Select(key => key.Algorithm)
            .ToList();
        var use = fit.Count == 0 || fit.Contains(SignatureAlgorithm.ES256) ? EuKeys.Es256 : EuKeys.Ps256;
        if (fit.Count > 0)
        {
            // The newest key may have a certificate that does not fit, while an older one has one that does.
            use = use with { Only = key => ProblemOf(key, group, claims.IssuedAt) is null };
        }

        try
        {
            return await keys.SignAsync(use, lane, SignAsync, cancellationToken);
        }
        catch (SigningKeyUnavailableException fault) when (fit.Count == 0)
        {
            throw NotSetUp(published, group, claims.IssuedAt, fault);
        }

        Task<WrittenCredential> SignAsync(ChosenKey key, CancellationToken ending) => SignWithAsync(key, certificate, claims, ending);
    }

    private async Task<WrittenCredential> SignWithAsync(
        ChosenKey key, EuCertificate certificate, SigningClaims claims, CancellationToken cancellationToken)
    {
        var group = certificate.Entry.Group;
        if (ProblemOf(key.Published, group, claims.IssuedAt) is { } fault)
        {
            // Another key may have a certificate that fits.
            throw new SigningKeyUnavailableException($"The key {key.KeyId} {fault}.");
        }

        var signer = SignerCertificate.Read(key.Published.Certificate!.Value)!;
        DateTimeOffset[] ends = [claims.IssuedAt.AddDays(DaysOf(group)), claims.Latest, signer.NotAfter];
        var algorithm = key.Published.Algorithm == SignatureAlgorithm.ES256 ? CoseMessage.Es256 : CoseMessage.Ps256;
        var headers = CoseMessage.ProtectedOf(algorithm, Convert.FromBase64String(key.KidToWrite));
        var payload = HealthClaims.Write(claims.Country, claims.IssuedAt, ends.Min(), certificate);
        var signature = await key.SignAsync(SHA256.HashData(CoseMessage.SigningInputOf(headers, payload)), cancellationToken);
        return new WrittenCredential(
            Encoding.ASCII.GetBytes(HealthCertificateText.Write(CoseMessage.Write(headers, payload, signature))), key.KeyId);
    }

    /// <summary>The number of days for which a certificate of a group is valid after signing.</summary>
    public int DaysOf(string group) => group switch
    {
        EuGroups.Vaccination => options.VaccinationDays,
        EuGroups.Test => options.TestDays,
        _ => options.RecoveryDays,
    };

    /// <summary>Why a key can't sign a group at a time, as the end of a sentence; null if it can.</summary>
    public static string? ProblemOf(PublishedKey key, string group, DateTimeOffset now)
    {
        if (key.Certificate is not { } der || SignerCertificate.Read(der) is not { } signer)
        {
            return "has no document signer certificate";
        }

        if (now < signer.NotBefore || signer.NotAfter - now < LeastLeft)
        {
            return "has a document signer certificate that is not valid now, or ends within a day";
        }

        if (signer.IsOfThisMachine && !key.MadeByProgram)
        {
            return "has the document signer certificate of a development machine";
        }

        return signer.MaySign(group)
            ? null
            : $"has a document signer certificate whose key usage leaves out certificates of the group '{group}'";
    }

    private static FormatNotSetUpException NotSetUp(
        IReadOnlyList<PublishedKey> published, string group, DateTimeOffset now, SigningKeyUnavailableException fault)
    {
        var named = published.Where(key => key.Certificate is not null && key.Serves(EuKeys.Purpose))
            .Select(key => $" The key {key.KeyId} {ProblemOf(key, group, now) ?? "does not sign yet"}.");
        return new FormatNotSetUpException(
            $"No key signs EU certificates of the group '{group}'.{string.Concat(named)} Put a key on the curve P-256 that is named for "
            + $"'{EuKeys.Purpose}', with its document signer certificate, "
            + "among the signing keys.",
            fault);
    }
}

/// <summary>The signed claims besides the certificate.</summary>
/// <param name="Country">The issuing country.</param>
/// <param name="IssuedAt">When it is signed (UTC).</param>
/// <param name="Latest">The latest time at which its validity ends (UTC).</param>
internal sealed record SigningClaims(string Country, DateTimeOffset IssuedAt, DateTimeOffset Latest);
