namespace Divoc.Functions.Domain;

/// <summary>
/// For whom a call is carried out. Only this class decides which certificates and requests the caller may see and change. What the caller
/// does not reach is answered as if it did not exist.
/// </summary>
public sealed record Caller
{
    private readonly CallerScope scope;

    private Caller(string name, string? partner, CallerScope scope)
    {
        Name = name;
        Partner = partner;
        this.scope = scope;
    }

    /// <summary>The service itself, when it answers verifiers or cleans up: it reaches everything.</summary>
    public static Caller Service { get; } = OfNoPartner("");

    /// <summary>
    /// Whoever has an operator's key. No partner has this name, because names of partners have only lower-case letters and digits.
    /// </summary>
    public static Caller Operator { get; } = OfNoPartner("OPERATOR");

    /// <summary>
    /// The name in histories and for Idempotency-Keys: of a partner its name, of operators <c>OPERATOR</c>, else the SHA-256 of the access
    /// key in 64 hex digits; empty if the call had no key.
    /// </summary>
    public string Name { get; }

    /// <summary>The partner that will own what the call certifies; null for no owner.</summary>
    public string? Partner { get; }

    /// <summary>A partner that is known.</summary>
    public static Caller OfPartner(string partner, CallerScope scope) => new(partner, partner, scope);

    /// <summary>
    /// A caller that is not a partner, if such callers are allowed: it reaches everything, and what it certifies has no owner.
    /// </summary>
    public static Caller OfNoPartner(string name) => new(name, null, CallerScope.All);

    /// <summary>
    /// Whether the caller may see and change something of this owner. Null means no owner, as for everything that was stored before there
    /// were owners.
    /// </summary>
    public bool Reaches(string? owner) => scope == CallerScope.All || string.Equals(owner, Partner, StringComparison.Ordinal);
}

/// <summary>Which certificates a caller reaches.</summary>
public enum CallerScope
{
    /// <summary>Those that it owns.</summary>
    Own,

    /// <summary>All certificates, also those without an owner.</summary>
    All,
}
