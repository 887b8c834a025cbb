using Divoc.Functions.Keys;

namespace Divoc.Functions.Tests.Verification;

/// <summary>Key files one after the other: the last signs, all are published.</summary>
internal sealed class RotatingKey : ISigningKeys
{
    private readonly List<ISigningKeys> versions = [];

    /// <summary>Whether it can't be asked.</summary>
    public bool IsOut { get; set; }

    public void Add(ISigningKeys version) => versions.Add(version);

    public void RemoveFirst() => versions.RemoveAt(0);

    public async Task<IReadOnlyList<PublishedKey>> GetPublishedKeysAsync(CancellationToken cancellationToken)
    {
        if (IsOut)
        {
            throw new SigningKeyUnavailableException("out");
        }

        var lists = await Task.WhenAll(versions.Select(version => version.GetPublishedKeysAsync(cancellationToken)));
        return [.. lists.SelectMany(keys => keys).Reverse()];
    }

    public Task<T> SignAsync<T>(
        SigningUse use, SigningLane lane, Func<ChosenKey, CancellationToken, Task<T>> sign, CancellationToken cancellationToken)
    {
        return versions[^1].SignAsync(use, lane, sign, cancellationToken);
    }
}
