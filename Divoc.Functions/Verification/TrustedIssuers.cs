using System.Collections.Concurrent;
using Divoc.Functions.Formats;

namespace Divoc.Functions.Verification;

/// <summary>
/// The keys of other issuers and of earlier systems, read once, when the settings are checked at start. A change of their files has effect
/// from the next start on.
/// </summary>
public sealed class TrustedIssuers
{
    private readonly ConcurrentDictionary<string, Lazy<IReadOnlyList<TrustedKey>>> read = new(StringComparer.Ordinal);

    /// <summary>The keys of the settings, each with what is known about its issuer.</summary>
    /// <exception cref="TrustedIssuerException">Files can't be used. All of them are named.</exception>
    internal IReadOnlyList<TrustedKey> KeysOf(TrustedIssuerOptions options)
    {
        var keys = new List<TrustedKey>();
        var problems = new List<string>();

        // The first matching key counts, so a key in two places counts as one of this service and with its profile.
        foreach (var issuer in options.Former.Concat(options.Profiled))
        {
            var own = new List<TrustedKey>();
            ReadFrom(issuer.Keys, $"{issuer.Section}:{nameof(issuer.Keys)}", own, problems);
            keys.AddRange(own.Select(key => Of(issuer, key)));
        }

        ReadFrom(options.TrustedIssuers, $"{TrustedIssuerOptions.SectionName}:{nameof(options.TrustedIssuers)}", keys, problems);
        return problems.Count == 0 ? keys : throw new TrustedIssuerException(problems);
    }

    /// <summary>The keys of one issuer of the settings.</summary>
    /// <inheritdoc cref="KeysOf(TrustedIssuerOptions)" path="/exception"/>
    internal IReadOnlyList<TrustedKey> KeysOf(NamedIssuer issuer) => KeysOf(new TrustedIssuerOptions { Profiled = [issuer] });

    private void ReadFrom(string path, string setting, List<TrustedKey> keys, List<string> problems)
    {
        try
        {
            keys.AddRange(read.GetOrAdd(path, one => new Lazy<IReadOnlyList<TrustedKey>>(() => TrustedIssuerFolder.Read(one))).Value);
        }
        catch (TrustedIssuerException exception)
        {
            problems.AddRange(exception.Problems.Select(problem => $"{setting}: {problem}"));
        }
    }

    /// <summary>The limits of the key's time in the settings and in the file both apply.</summary>
    private static TrustedKey Of(NamedIssuer issuer, TrustedKey key) => key with
    {
        Profile = issuer.Profile,
        IsOwn = issuer.IsOwn,
        IsFormer = issuer.IsOwn,
        IsPartlyListed = issuer.IsPartlyListed,
        NotBefore = issuer.NotBefore > key.NotBefore || key.NotBefore is null ? issuer.NotBefore : key.NotBefore,
        NotAfter = issuer.NotAfter < key.NotAfter || key.NotAfter is null ? issuer.NotAfter : key.NotAfter,
    };
}
