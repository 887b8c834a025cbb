namespace Divoc.Functions.Tests.Keys.Vault;

/// <summary>How the vault double behaves.</summary>
internal sealed record VaultDoubleOptions
{
    /// <summary>Operations in a window, counted in those of the quickest kind; Azure's limit unless told otherwise.</summary>
    public double Limit { get; init; } = 4000;

    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What a refusal says in Retry-After, in whole seconds; null: until the window ends, rounded up.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The resource that the challenge names; null: the vault's own address, to which a token may go.</summary>
    public string? Resource { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
