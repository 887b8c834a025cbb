namespace Divoc.Functions.Domain;

/// <summary>
/// On whose behalf a call is carried out. Which certificates and requests it may see and change is decided here and nowhere else; what it does not reach is
/// answered as what does not exist.
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

    /// <summary>The service itself, which answers verifiers and tidies up: it reaches everything.</summary>
    public static Caller Service { get; } = OfNoPartner("");

    /// <summary>Whoever has the key of operators. No partner has this name, since theirs are of lower-case letters and digits.</summary>
    public static Caller Operator { get; } = OfNoPartner("OPERATOR");

    /// <summary>
    /// The name under which histories and Idempotency-Keys know it: of a partner its own, of operators <c>OPERATOR</c>, else the SHA-256 of its access key in 64 hex
    /// digits; empty where no key came.
    /// </summary>
    public string Name { get; }

    /// <summary>The partner, which will own what the call certifies; null where it belongs to nobody.</summary>
    public string? Partner { get; }

    /// <summary>A partner that is known.</summary>
    public static Caller OfPartner(string partner, CallerScope scope) => new(partner, partner, scope);

    /// <summary>Who is no partner, where such callers are let in: it reaches everything, and what it certifies belongs to nobody.</summary>
    public static Caller OfNoPartner(string name) => new(name, null, CallerScope.All);

    /// <summary>Whether it may see and change what has an owner; null for what belongs to nobody, as all that is older than owners does.</summary>
    public bool Reaches(string? owner) => scope == CallerScope.All || string.Equals(owner, Partner, StringComparison.Ordinal);
}

/// <summary>Which certificates a caller reaches.</summary>
public enum CallerScope
{
    /// <summary>Those that it owns.</summary>
    Own,

    /// <summary>Every one, those that belong to nobody included.</summary>
    All,
}
