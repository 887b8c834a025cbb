using System.Globalization;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Formats.EuDcc;

/// <summary>
/// The requirements of EU certificates for document signer certificates. It matters whether each kind can be signed: a former key whose
/// certificate has expired is no problem while another one signs.
/// </summary>
internal sealed class EuSignerRule(IOptions<EuDccOptions> options, IOptions<IssuerOptions> issuer) : ISignerRule
{
    /// <summary>Long enough to get a new certificate, send it to the gateway and let verifiers load it.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(60);

    /// <inheritdoc/>
    public KeyPurpose Purpose => EuKeys.Purpose;

    /// <inheritdoc/>
    public bool IsInUse => issuer.Value.Country.Length > 0 && !string.IsNullOrWhiteSpace(options.Value.IssuerName);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Usages { get; } =
        EuGroups.All.ToDictionary(EuGroups.TypeOf, SignerCertificate.UsageOf, StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyList<SignerFinding> Judge(IReadOnlyList<PublishedKey> published, DateTimeOffset now)
    {
        var certified = published.Where(key => key.Serves(Purpose) && key.Certificate is not null).ToList();
        return certified.Count == 0 ? [] : [.. Unsigned(certified, now), .. Ending(certified, now)];
    }

    /// <inheritdoc/>
    public bool IsForVerifiers(PublishedKey key)
    {
        return key.Serves(Purpose)
            && key.Certificate is { } der
            && SignerCertificate.Read(der) is { } signer
            && (key.MadeByProgram || !signer.IsOfThisMachine);
    }

    /// <inheritdoc/>
    public SignerUse? UseOf(ReadOnlyMemory<byte> certificate)
    {
        return SignerCertificate.Read(certificate) is { } signer
            ? new SignerUse(signer.NotBefore, signer.NotAfter, [.. EuGroups.All.Where(signer.Covers).Select(EuGroups.TypeOf)])
            : null;
    }

    /// <summary>The kinds that no key can sign now, with the problem of each key. Kinds with the same problems make one finding.</summary>
    private static IEnumerable<SignerFinding> Unsigned(List<PublishedKey> certified, DateTimeOffset now)
    {
        foreach (var same in EuGroups.All.Where(group => SignersOf(certified, group, now).Count == 0)
            .GroupBy(group => ProblemsOf(certified, group, now)))
        {
            var isLeftOut = same.All(group => certified.Any(
                key => SignerCertificate.Read(key.Certificate!.Value) is { } signer && signer.IsValidAt(now) && !signer.MaySign(group)));
            yield return new SignerFinding(
                $"no key can sign EU certificates of the types {string.Join(", ", same.Select(EuGroups.TypeOf))}.{same.Key}",
                MayBeIntended: isLeftOut && IsAnySigned(certified, now));
        }
    }

    /// <summary>The last certificates with which a kind can be signed, if they end soon.</summary>
    private static IEnumerable<SignerFinding> Ending(List<PublishedKey> certified, DateTimeOffset now)
    {
        var last = EuGroups.All.Select(group => SignersOf(certified, group, now).MaxBy(key => EndOf(key))).OfType<PublishedKey>();
        foreach (var key in last.DistinctBy(key => key.KeyId).Where(key => EndOf(key) < now + Ahead))
        {
            var end = EndOf(key).ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
            yield return new SignerFinding($"the document signer certificate of the key {key.KeyId} ends at {end}, and no other "
                + "certificate signs its EU certificates after that: get a new one, and publish it before.");
        }
    }

    private static bool IsAnySigned(List<PublishedKey> certified, DateTimeOffset now) =>
        EuGroups.All.Any(group => SignersOf(certified, group, now).Count > 0);

    private static List<PublishedKey> SignersOf(List<PublishedKey> certified, string group, DateTimeOffset now)
    {
        return [.. certified.Where(key => EuSigner.ProblemOf(key, group, now) is null)];
    }

    private static string ProblemsOf(List<PublishedKey> certified, string group, DateTimeOffset now)
    {
        return string.Concat(certified.Select(key => $" The key {key.KeyId} {EuSigner.ProblemOf(key, group, now)}."));
    }

    private static DateTimeOffset EndOf(PublishedKey key) => SignerCertificate.Read(key.Certificate!.Value)!.NotAfter;
}
