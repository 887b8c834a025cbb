namespace Divoc.Functions.Access;

/// <summary>
/// Finds the operator by the key of the call. Every function of operators asks this class, in both hosts: the host itself asks for no key
/// there. So operators do not need Azure's keys, which open everything and belong to no person.
/// </summary>
public sealed class OperatorDirectory(IOptions<OperatorsOptions> options, IEnumerable<ILocalOperator> local)
{
    /// <summary>The name of the operator who has access to the data directory of the embedded host.</summary>
    public const string Local = "local";

    // Read at the first call, so that bad settings are reported at start together with all others.
    private readonly Lazy<IReadOnlyList<(byte[] KeyHash, string Name)>> keys = new(() => Read(options.Value));

    /// <summary>The name of the operator that calls.</summary>
    /// <exception cref="OperatorUnknownException">The key belongs to no operator, or is missing.</exception>
    public string Of(HttpRequest request)
    {
        var key = AccessKey.Of(request);
        var named = key is null ? null : AccessKey.FindOwner(key, keys.Value);
        var isLocal = local.Any(one => one.Knows(key, keys.Value.Count > 0));
        return named ?? (isLocal ? Local : throw new OperatorUnknownException());
    }

    private static IReadOnlyList<(byte[] KeyHash, string Name)> Read(OperatorsOptions options) =>
        [.. from one in options.Operators from hash in one.Value.Hashes() select (Convert.FromHexString(hash), one.Key)];
}

/// <summary>What a host knows about the operator of its own machine. A host without such an operator registers nothing.</summary>
public interface ILocalOperator
{
    /// <summary>Whether a call is the local operator's.</summary>
    /// <param name="key">The key that came with it; null for none.</param>
    /// <param name="hasOthers">Whether the settings name operators; then nobody gets in without a key.</param>
    bool Knows(string? key, bool hasOthers);
}

/// <summary>The key of a call belongs to no operator.</summary>
public sealed class OperatorUnknownException() : Exception("The key of the call belongs to no operator.");
