using Divoc.Functions.Keys;
using Divoc.Functions.Registry;

namespace Divoc.Functions.Operations;

/// <summary>
/// The operators' functions for signing keys: list existing keys and keys that have signed, and record that one is lost permanently.
/// </summary>
/// <param name="signingKeys">Opens the keys. Opening creates a missing file, so they are opened only if it exists.</param>
/// <param name="remembered">The keys that have signed.</param>
/// <param name="audit">Records who ordered what.</param>
/// <param name="place">The place of the key file; null for none.</param>
public sealed class KeyOperations(
    Lazy<ISigningKeys> signingKeys, RememberedKeyList remembered, AuditTrail audit, KeyFilePlace? place = null)
{
    /// <summary>The longest reason of a retirement.</summary>
    public const int LongestReason = 140;

    /// <summary>Whether a text can be a reason: one line.</summary>
    public static bool IsReason(string text) => text.Trim().Length is > 0 and <= LongestReason && !text.Any(char.IsControl);

    /// <summary>The existing keys, the current ones first, then former ones that signed. No key is made.</summary>
    /// <exception cref="SigningKeyUnavailableException">The keys can't be read.</exception>
    public async Task<IReadOnlyList<KnownKey>> ListAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<PublishedKey> published = HasNone() ? [] : await signingKeys.Value.GetPublishedKeysAsync(cancellationToken);
        var known = (await remembered.ReadAsync(cancellationToken)).ToDictionary(key => key.Kid, StringComparer.Ordinal);
        var there = published.Select(key => KnownKey.Of(key, known.GetValueOrDefault(key.KeyId))).ToList();
        var kids = there.Select(key => key.Kid).ToHashSet(StringComparer.Ordinal);
        return [.. there, .. known.Values.Where(key => !kids.Contains(key.Kid))
            .OrderBy(key => key.RememberedAt)
            .ThenBy(key => key.Kid, StringComparer.Ordinal)
            .Select(KnownKey.Of)];
    }

    /// <summary>Records that a key is lost permanently.</summary>
    /// <param name="name">The operator that orders it.</param>
    /// <param name="kid">The key.</param>
    /// <param name="reason">The reason, by <see cref="IsReason"/>.</param>
    /// <param name="cancellationToken">Cancels the check whether it exists.</param>
    public async Task<RetireOutcome> RetireAsync(string name, string kid, string reason, CancellationToken cancellationToken)
    {
        if (await IsThereAsync(kid, cancellationToken))
        {
            return new RetireOutcome.IsThere();
        }

        var known = await remembered.ReadAsync(cancellationToken);
        if (known.All(key => key.Kid != kid))
        {
            return new RetireOutcome.Unknown([.. known.Select(key => key.Kid).Order(StringComparer.Ordinal)]);
        }

        var retired = await audit.RecordAsync(
            name, OperatorOrder.RetireKey, reason.Trim(), () => remembered.RetireAsync(kid, reason.Trim(), CancellationToken.None),
            key => new Dictionary<string, int> { ["retired"] = key is null ? 0 : 1 });
        return new RetireOutcome.Retired(retired!);
    }

    /// <summary>Checks without making a key. A vault that can't be reached is no obstacle: it may be what was lost.</summary>
    private async Task<bool> IsThereAsync(string kid, CancellationToken cancellationToken)
    {
        try
        {
            return !HasNone() && (await signingKeys.Value.GetPublishedKeysAsync(cancellationToken)).Any(key => key.KeyId == kid);
        }
        catch (SigningKeyUnavailableException)
        {
            return false;
        }
    }

    private bool HasNone() => place is { HasKey: false };
}

/// <summary>A signing key.</summary>
/// <param name="Kid">Its id.</param>
/// <param name="Algorithm">Its algorithm, such as PS256.</param>
/// <param name="Purposes">Its purposes; empty for every purpose.</param>
/// <param name="Published">Whether it exists and is published.</param>
/// <param name="SignedSince">When it was first going to sign; null if it has not signed.</param>
/// <param name="RetiredAt">When an operator recorded that it is lost; null for never.</param>
/// <param name="CertificateUntil">When its X.509 certificate ends (UTC); null if it has none.</param>
public sealed record KnownKey(
    string Kid, string Algorithm, IReadOnlyList<string> Purposes, bool Published, DateTimeOffset? SignedSince, DateTimeOffset? RetiredAt,
    DateTimeOffset? CertificateUntil)
{
    internal static KnownKey Of(PublishedKey key, RememberedKey? known)
    {
        var until = key.Certificate is { } der ? KeyCertificate.EndOf(der.Span) : (DateTimeOffset?)null;
        return new KnownKey(
            key.KeyId, key.Algorithm.ToString(), [.. key.Purposes.Select(purpose => purpose.Name)], true, known?.RememberedAt,
            known?.RetiredAt, until);
    }

    internal static KnownKey Of(RememberedKey known)
    {
        return new KnownKey(
            known.Kid, known.Algorithm.ToString(), known.Purposes ?? [], false, known.RememberedAt, known.RetiredAt,
            known.CertificateUntil());
    }
}

/// <summary>The outcome of an order to retire a key: one of the nested records.</summary>
public abstract record RetireOutcome
{
    private RetireOutcome()
    {
    }

    /// <summary>It is recorded, by this order or by an earlier one.</summary>
    public sealed record Retired(RememberedKey Key) : RetireOutcome;

    /// <summary>The key exists and may sign.</summary>
    public sealed record IsThere : RetireOutcome;

    /// <summary>No such key has signed here; these have.</summary>
    public sealed record Unknown(IReadOnlyList<string> Known) : RetireOutcome;
}
