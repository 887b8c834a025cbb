using Divoc.Functions.Ledger;
using Divoc.Functions.Registry;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Tests.Faults;

/// <summary>
/// Follows the writes of one flow and holds that each is named before the next one, or the flow's end. Which names a write may have is told
/// by where it goes: a write to any other place has no name, and that fails the schedule.
/// </summary>
internal sealed class NamedWrites
{
    private static readonly Dictionary<(string Container, string Folder, bool Deletes), ProtocolWrite[]> NamesByPlace = new()
    {
        [(RegistryDocuments.Container, "keys", false)] = [ProtocolWrite.KeyRemembered],
        [(RegistryDocuments.Container, "usage", false)] = [ProtocolWrite.UsageShared],
        [(RegistryDocuments.Container, "requests", false)] = [ProtocolWrite.RequestStored],
        [(RegistryDocuments.Container, "requests", true)] = [ProtocolWrite.RequestDropped],
        [(RegistryDocuments.Container, "byOwner", false)] = [ProtocolWrite.RequestEntered],
        [(RegistryDocuments.Container, "updates", false)] = [ProtocolWrite.UpdateNoted],
        [(RegistryDocuments.Container, "idempotency", false)] = [ProtocolWrite.IdempotencyKeyClaimed],
        [(RegistryDocuments.Container, "ledgers", false)] =
            [ProtocolWrite.CertificateListed, ProtocolWrite.StateChanged, ProtocolWrite.LedgerFenced, ProtocolWrite.EventDiscarded],
        [(RegistryDocuments.Container, "status", false)] = [ProtocolWrite.StatusStored],
        [(RegistryDocuments.Container, "cards", false)] = [ProtocolWrite.CardSecretMade],
        [(RegistryDocuments.Container, "rids", false)] = [ProtocolWrite.CardNoted],
        [(RegistryDocuments.Container, "crl", false)] = [ProtocolWrite.CardRevoked],
        [(RegistryDocuments.Container, "crl-keys", false)] = [ProtocolWrite.CardNoted],
        [(RegistryDocuments.Container, "failures", false)] = [ProtocolWrite.FailureRecorded],
        [(RegistryDocuments.Container, "failures", true)] = [ProtocolWrite.FailureRemoved],
        [(RegistryDocuments.Container, "activity", false)] = [ProtocolWrite.ActivityStored],
        [(RegistryDocuments.Container, "activity", true)] = [ProtocolWrite.ActivityRemoved],
        [(RegistryDocuments.Container, "erased", false)] = [ProtocolWrite.ErasureNoted],
        [(RegistryDocuments.Container, "revocations.json", false)] = [ProtocolWrite.StatusPublished],
        [(RegistryDocuments.Container, "status-index.json", false)] = [ProtocolWrite.StatusPublished],
        [(RegistryDocuments.Container, "status-length.json", false)] = [ProtocolWrite.StatusLengthened],
        [(RegistryDocuments.Container, "shards", false)] = [ProtocolWrite.StatusPublished],
        [(RegistryDocuments.Container, "audit", false)] = [ProtocolWrite.OrderAudited],
        [(CertificateArtifacts.Container, "", false)] = [ProtocolWrite.ArtifactsStored],
        [(CertificateArtifacts.Container, "", true)] = [ProtocolWrite.ArtifactsDeleted, ProtocolWrite.ArtifactsErased],
    };

    private IReadOnlyList<ProtocolWrite> expected = [];
    private string write = "";

    /// <summary>A write of the store has taken effect and its caller knows. Returns what is wrong with that, or null.</summary>
    public string? Wrote(ArtifactName name, bool deletes)
    {
        var folder = name.Container == CertificateArtifacts.Container ? "" : name.Name.Split('/')[0];
        var verb = deletes ? "delete" : "write";
        return NamesByPlace.TryGetValue((name.Container, folder, deletes), out var names)
            ? Expect(names, $"{verb} {name}")
            : $"no name is known for a write to {name}";
    }

    /// <summary>The events of a request were sent, or one that is replayed.</summary>
    public string? Sent() => Expect([ProtocolWrite.EventsQueued, ProtocolWrite.EventReplayed], "send");

    /// <summary>The message of a change was sent, or sent again by a replay.</summary>
    public string? Announced() => Expect([ProtocolWrite.ChangeAnnounced, ProtocolWrite.EventReplayed], "announce");

    /// <summary>An event for a partner was sent.</summary>
    public string? Told() => Expect([ProtocolWrite.EventSent], "tell");

    /// <summary>The flow has named a write.</summary>
    public void Named(ProtocolWrite name)
    {
        if (expected.Contains(name))
        {
            expected = [];
        }
    }

    /// <summary>The flow has met a fault. What it leaves undone then is not to be named.</summary>
    public void Interrupted() => expected = [];

    /// <summary>The flow has ended. Returns what is wrong with that, or null.</summary>
    public string? Ended() => expected.Count > 0 ? $"{write} was never named" : null;

    /// <summary>Several writes may share one name: the four artifacts, for instance.</summary>
    private string? Expect(IReadOnlyList<ProtocolWrite> names, string what)
    {
        var fault = expected.Count > 0 && !expected.Intersect(names).Any() ? $"{write} was not named before {what}" : null;
        expected = names;
        write = what;
        return fault;
    }
}
