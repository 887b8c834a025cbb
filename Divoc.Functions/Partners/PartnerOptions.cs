using Divoc.Functions.Registry;

namespace Divoc.Functions.Partners;

/// <summary>Settings of one partner, as they were written.</summary>
public sealed class PartnerOptions
{
    /// <summary>
    /// SHA-256 of its access keys, each in 64 hex digits, with commas between: no key stands in the settings, and while a key is exchanged both count. No
    /// default.
    /// </summary>
    public string KeySha256 { get; set; } = "";

    /// <summary>The name of a <see cref="CallerScope"/> (case does not matter). Default <c>Own</c>: a partner has nothing to do with the certificates of others.</summary>
    public string Scope { get; set; } = nameof(CallerScope.Own);

    /// <summary>Names beside these two that were set, those below them included (<c>Scope:0</c>).</summary>
    public IReadOnlyList<string> UnknownNames { get; set; } = [];

    /// <summary>The single hashes.</summary>
    internal IReadOnlyList<string> Hashes() => KeySha256.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
