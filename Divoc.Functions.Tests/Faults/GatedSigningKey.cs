using Divoc.Functions.Keys;

namespace Divoc.Functions.Tests.Faults;

/// <summary>The signing key of all simulated programs: each call of an actor stops until the schedule says how it ends.</summary>
internal sealed class GatedSigningKey(ISigningKey inner) : ISigningKey
{
    public Task<IReadOnlyList<PublishedKey>> GetPublishedKeysAsync(CancellationToken cancellationToken) => inner.GetPublishedKeysAsync(cancellationToken);

    public async Task<KeySignature> SignDigestAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> digest, SigningLane lane, CancellationToken cancellationToken)
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
                return await actor.EndAsync<KeySignature>();
            default:
                return await inner.SignDigestAsync(algorithm, digest, lane, cancellationToken);
        }
    }
}
