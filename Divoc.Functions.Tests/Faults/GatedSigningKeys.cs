using Divoc.Functions.Keys;

namespace Divoc.Functions.Tests.Faults;

/// <summary>The signing keys of all simulated programs: each signature of an actor stops until the schedule says how it ends.</summary>
internal sealed class GatedSigningKeys(ISigningKeys inner) : ISigningKeys
{
    public Task<IReadOnlyList<PublishedKey>> GetPublishedKeysAsync(CancellationToken cancellationToken) =>
        inner.GetPublishedKeysAsync(cancellationToken);

    public Task<T> SignAsync<T>(
        SigningUse use, SigningLane lane, Func<ChosenKey, CancellationToken, Task<T>> sign, CancellationToken cancellationToken)
    {
        return inner.SignAsync(
            use,
            lane,
            (key, ending) => sign(new ChosenKey(use, key.Published, (digest, token) => SignAsync(key, digest, token)), ending),
            cancellationToken);
    }

    private static async Task<byte[]> SignAsync(ChosenKey key, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken)
    {
        var actor = Actor.Current ?? throw new InvalidOperationException("Only actors sign.");
        switch (await actor.StopAtAsync(new Call(CallKind.Sign, "sign")))
        {
            case Fate.Refuse:
                throw new SigningKeyUnavailableException("The key is out.");
            case Fate.Fail:
                throw new InjectedFaultException("The key has a bug.");
            case Fate.StopBefore:
                actor.Program.Stop();
                return await actor.EndAsync<byte[]>();
            default:
                return await key.SignAsync(digest, cancellationToken);
        }
    }
}
