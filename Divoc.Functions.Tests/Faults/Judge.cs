using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Keys;
using Divoc.Functions.Ledger;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Status;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.Faults.Operations;
using Divoc.Functions.Tests.Status;

namespace Divoc.Functions.Tests.Faults;

/// <summary>
/// Sees every write of the store as it takes effect and holds it against the promises: at most one live version a key at every moment, a
/// history that only grows, artifacts that are there, whole and signed when they are listed, nothing deleted that is or can still be
/// listed, and nothing stored that was signed by a key that is not remembered.
/// </summary>
internal sealed class Judge(SharedRooms rooms, Tally tally)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, CertificateLedger> ledgers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CertificationEvent> events = new(StringComparer.Ordinal);
    private readonly Dictionary<ArtifactName, string> artifacts = [];
    private readonly HashSet<string> rememberedKids = new(StringComparer.Ordinal);
    private readonly HashSet<(string Ledger, string CertificateId, long Revision, string Kind)> announced = [];
    private readonly HashSet<string> told = new(StringComparer.Ordinal);
    private readonly HashSet<string> failed = new(StringComparer.Ordinal);
    private readonly HashSet<(string Order, DateTimeOffset At)> slow = [];
    private readonly List<string> shortIds = [];
    private readonly List<string> notes = [];
    private readonly List<string> broken = [];
    private SimulatedProgram program = null!;
    private readonly Dictionary<string, StatusList> published = new(StringComparer.Ordinal);
    private int indexedLength;

    public Tally Tally => tally;

    /// <summary>The certificates whose callers were told that they are erased.</summary>
    public ISet<string> AnsweredErasures { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// The certificates of which a delivery was cut off, by a stop or by faults from which it could not even put its message off. If
    /// another delivery has completed the message, nobody comes back to what it had stored.
    /// </summary>
    public ISet<string> CutOff { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The certificate ids of events whose discarding was answered.</summary>
    public ISet<string> Discarded { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The health cards that callers have.</summary>
    public IList<HandedOutCard> Cards { get; } = [];

    /// <summary>What happened so far.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>What was broken so far.</summary>
    public IReadOnlyList<string> Broken => broken;

    /// <summary>Every ledger as it was written last, by name.</summary>
    public IReadOnlyDictionary<string, CertificateLedger> Ledgers => ledgers;

    /// <summary>Every event that was ever sent, by certificate id.</summary>
    public IReadOnlyDictionary<string, CertificationEvent> Events => events;

    /// <summary>
    /// What an exception is not explained by, or null: faults that were injected and their like are expected, anything else is a bug.
    /// </summary>
    public static string? Unexplained(Exception exception)
    {
        var explained = exception is StoreUnavailableException or QueueUnavailableException or SigningKeyUnavailableException
            or InjectedFaultException or LedgerBusyException
            || exception is InvalidOperationException { Message: "An artifact was deleted while the certificate was being made." };
        return explained ? null : $"an exception that no fault explains: {exception}";
    }

    /// <summary>A subscriber was told of an entry: it is written.</summary>
    public void SawAnnouncement(string ledger, LedgerEntry entry)
    {
        var isThere =
            ledgers.GetValueOrDefault(ledger)?.Entries().Any(written => FactsOf(ledger, written) == FactsOf(ledger, entry)) == true;
        Report(isThere ? null : $"{entry.Kind} of revision {entry.Revision} was announced and is not written");
        tally.Count(announced.Add(FactsOf(ledger, entry)) ? "entries announced" : "entries announced again");
    }

    /// <summary>
    /// A partner is to be told of an event: it happened. What failed may be issued by a replay since whoever tells has looked.
    /// </summary>
    public void SawWebhook(WebhookMessage message)
    {
        var id = message.Event.GetProperty("id").GetString()!;
        var subject = message.Event.GetProperty("subject").GetString()!;
        var isListed = Find(subject) is not null;
        var isEntry = message.Event.TryGetProperty("sequence", out _);
        var isOutcome = id.StartsWith($"{subject}.failed.", StringComparison.Ordinal)
            ? failed.Contains(subject)
            : !isListed && events.ContainsKey(subject);
        var isTrue = isEntry ? EventIds().Contains(id) : isOutcome;
        Report(
            isTrue && message.Partner == SharedRooms.Partner.Partner
                ? null
                : $"an event was sent that did not happen: {message.Event.GetProperty("type")}");
        tally.Count(told.Add(id) ? "events sent" : "events sent again");
        tally.Count($"sent {message.Event.GetProperty("type")}");
    }

    /// <summary>Whether a partner was told what came of an event that made no certificate.</summary>
    public bool WasTold(string certificateId, string word) =>
        told.Any(id => id.StartsWith($"{certificateId}.{word}.", StringComparison.Ordinal));

    /// <summary>
    /// How many entries of ledgers no partner was told of. What an update took over is told with the certificate that it made.
    /// </summary>
    public int CountNeverTold() => EventIds().Count(id => !told.Contains(id));

    private IEnumerable<string> EventIds() => ledgers.Values.SelectMany(ledger => ledger.Entries())
        .Where(entry => entry.Change is not { Carried: true })
        .Select(entry => $"{entry.Certificate.CertificateId}.{entry.Revision}");

    /// <summary>The entries of all ledgers that were never announced.</summary>
    public IReadOnlyList<LedgerEntry> FindNeverAnnounced() =>
        [.. ledgers.SelectMany(ledger => ledger.Value.Entries().Where(entry => !announced.Contains(FactsOf(ledger.Key, entry))))];

    /// <summary>Called when the failure record of an event is removed, with its certificate id.</summary>
    public Action<string>? FailureRemoved { get; set; }

    public void Follow(SimulatedProgram started) => program = started;

    public void Note(string step) => notes.Add(step);

    /// <summary>Reports a broken promise, if there is one.</summary>
    public void Report(string? fault)
    {
        if (fault is not null)
        {
            broken.Add(fault);
        }
    }

    /// <summary>The listed version of a certificate id; null if none is listed.</summary>
    public ListedCertificate? Find(string certificateId) =>
        ledgers.Values.Select(ledger => ledger.Find(certificateId)).FirstOrDefault(version => version is not null);

    /// <summary>Whether a version, or one that came into its place by updates, is live.</summary>
    public bool IsLiveByItsSuccessors(string certificateId)
    {
        for (var version = Find(certificateId); version is not null; version = version.ReplacedBy() is { } next ? Find(next) : null)
        {
            if (IsLive(version))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether what is published, read as a verifier reads it, says that a certificate is not valid for good.</summary>
    public bool IsPublished(string certificateId)
    {
        var name = indexedLength == 0 ? StatusBench.NameOf(certificateId) : ShortNameOf(certificateId);
        return published.GetValueOrDefault(HashOf(certificateId)[..indexedLength]) is { } list
            && list.Revoked.Concat(list.Superseded).Contains(name);
    }

    /// <summary>The prefixes of the shards in which certificates are, of the length that is indexed.</summary>
    public IReadOnlyList<string> ShardsOf(int length) =>
        [.. ledgers.Values.SelectMany(ledger => ledger.Versions)
            .Select(version => HashOf(version.CertificateId)[..length])
            .Distinct(StringComparer.Ordinal)];

    /// <summary>Whether time passed between the dating of a change and its write.</summary>
    public bool WasSlow(StateChange change) => slow.Contains((change.Order, change.At));

    /// <summary>Whether an artifact has the bytes that were seen when it was written.</summary>
    public bool IsAsWritten(ArtifactName name, ReadOnlyMemory<byte> bytes) => artifacts.GetValueOrDefault(name) == HashOf(bytes);

    /// <summary>A name in the store with ids that a schedule can be compared by.</summary>
    public string Shorten(ArtifactName name)
    {
        var parts = name.Name.Split('/', '.');
        return string.Join(
            '/',
            parts.Select((part, index) =>
                part.Length >= 26 || (index > 0 && parts[0] is "rids" or "crl" && part != "json") ? $"#{NumberOf(part)}" : part)
                .Where(part => part is not "json"));
    }

    /// <summary>The number by which a schedule names an id.</summary>
    public int NumberOf(string id)
    {
        var number = shortIds.IndexOf(id);
        if (number < 0)
        {
            number = shortIds.Count;
            shortIds.Add(id);
        }

        return number;
    }

    /// <summary>An event was sent.</summary>
    public void SawEvent(ReadOnlyMemory<byte> body)
    {
        var certification = CertificationEventJson.Parse(body)!;
        events.TryAdd(certification.CertificateId, certification);
    }

    /// <summary>An artifact was created.</summary>
    public void SawArtifact(ArtifactName name, ReadOnlyMemory<byte> bytes)
    {
        if (!artifacts.TryAdd(name, HashOf(bytes)))
        {
            Report($"{name} was written although it was there");
        }

        JudgeKid(rooms.PublicKey.KeyId, Path.GetFileName(name.Name));
    }

    /// <summary>A write of the store has taken effect.</summary>
    public async Task SeeWriteAsync(ArtifactName name, ReadOnlyMemory<byte>? bytes, bool deleted)
    {
        if (deleted)
        {
            SawDeletion(name);
        }
        else if (bytes is { } written && name.Container == CertificateArtifacts.Container)
        {
            SawArtifact(name, written);
        }
        else if (bytes is { } key && name.Name.StartsWith("keys/", StringComparison.Ordinal))
        {
            SawKey(Path.GetFileNameWithoutExtension(name.Name), key);
        }
        else if (bytes is { } list
            && (name.Name == "revocations.json" || name.Name.StartsWith(StatusPublisher.ShardPrefix, StringComparison.Ordinal)))
        {
            SawList(list);
        }
        else if (bytes is { } index && name.Name == "status-index.json")
        {
            SawIndex(index);
        }
        else if (name.Name.StartsWith("failures/", StringComparison.Ordinal))
        {
            failed.Add(Path.GetFileNameWithoutExtension(name.Name));
        }
        else if (bytes is { } document && name.Name.StartsWith("ledgers/", StringComparison.Ordinal))
        {
            await SeeLedgerAsync(Path.GetFileNameWithoutExtension(name.Name), document);
        }
    }

    private static string HashOf(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes.Span));

    /// <summary>A key is remembered once, by its public half.</summary>
    private void SawKey(string kid, ReadOnlyMemory<byte> document)
    {
        var key = JsonSerializer.Deserialize(document.Span, RegistryJson.Compact.RememberedKey)!;
        var signing = new[] { rooms.PublicKey, rooms.CardKey }.FirstOrDefault(one => one.KeyId == kid);
        var same = key.Kid == kid && signing is not null && key.PublicKey.SequenceEqual(signing.Members);
        Report(same ? null : "another key was remembered than the one that signs");
        Report(rememberedKids.Add(kid) ? null : "a key was remembered twice");
    }

    /// <summary>A key is remembered before anything that it signed is stored.</summary>
    private void JudgeKid(string kid, string what) =>
        Report(rememberedKids.Contains(kid) ? null : $"{what} was stored before its key was remembered");

    /// <summary>A published list says of none that it is not valid which is. What it misses comes with the next one.</summary>
    private void SawList(ReadOnlyMemory<byte> document)
    {
        var signed = JsonSerializer.Deserialize(document.Span, StatusJson.Compact.SignedStatus)!;
        JudgeKid(signed.Header.Kid, "the published list");
        var list = JsonSerializer.Deserialize(Base64Url.DecodeFromChars(signed.Payload), StatusJson.Compact.StatusList)!;
        published[list.Prefix ?? ""] = list;
        var ended = ledgers.Values.SelectMany(ledger => ledger.Versions)
            .Where(version => !IsLive(version))
            .Select(version => version.CertificateId)
            .Select(id => list.Prefix is null ? StatusBench.NameOf(id) : ShortNameOf(id));
        Report(list.Revoked.Concat(list.Superseded).Except(ended).Any() ? "a published list names a certificate that is valid" : null);
        tally.Count(list.Prefix is null ? "lists of all published" : "shards published");
    }

    /// <summary>The length never becomes less.</summary>
    private void SawIndex(ReadOnlyMemory<byte> document)
    {
        var signed = JsonSerializer.Deserialize(document.Span, StatusJson.Compact.SignedStatus)!;
        JudgeKid(signed.Header.Kid, "the index");
        var index = JsonSerializer.Deserialize(Base64Url.DecodeFromChars(signed.Payload), StatusJson.Compact.StatusIndex)!;
        Report(index.PrefixLength < indexedLength ? "the index went back to a shorter length" : null);
        indexedLength = index.PrefixLength;
        tally.Count("indexes published");
    }

    private static string HashOf(string certificateId) => HashOf(Encoding.UTF8.GetBytes(certificateId));

    private static string ShortNameOf(string certificateId) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(certificateId)).AsSpan(0, 16));

    private void SawDeletion(ArtifactName name)
    {
        if (name.Container != CertificateArtifacts.Container)
        {
            Report(name.Name.StartsWith("keys/", StringComparison.Ordinal) ? "a remembered key was deleted" : null);
            if (name.Name.StartsWith("failures/", StringComparison.Ordinal))
            {
                FailureRemoved?.Invoke(Path.GetFileNameWithoutExtension(name.Name));
            }

            return;
        }

        artifacts.Remove(name);
        var id = name.Name.Split('/')[0];
        if (Find(id) is { } listed)
        {
            Report(listed.IsErased() ? null : $"{Shorten(name)} was deleted although its certificate is listed");
            return;
        }

        var sent = events[id];
        var ledger = ledgers.GetValueOrDefault(sent.Ledger, CertificateLedger.Empty);
        var canBeListed = !ledger.IsFullFor(SharedRooms.Partner.Partner)
            && !ledger.HasDiscarded(id)
            && ledger.CountOf(sent.Key) == sent.VersionsAtAcceptance
            && LiveOf(ledger, sent.Key)?.CertificateId == sent.Replaces;
        Report(canBeListed ? $"{Shorten(name)} was deleted although its certificate can still be listed" : null);
    }

    private async Task SeeLedgerAsync(string name, ReadOnlyMemory<byte> document)
    {
        var written = JsonSerializer.Deserialize(document.Span, LedgerJson.Compact.CertificateLedger)!;
        var before = ledgers.GetValueOrDefault(name, CertificateLedger.Empty);
        ledgers[name] = written;
        var now = program.Get<TimeProvider>().GetUtcNow();
        slow.UnionWith(
            written.Entries()
                .Where(entry => entry.Revision == written.Revision && now - entry.Change?.At > Moment)
                .Select(entry => (entry.Order, entry.Change!.At)));
        JudgeLive(written);
        JudgeGrowth(before, written);
        JudgeRevisions(before, written);
        foreach (var version in written.Versions.Skip(before.Versions.Count))
        {
            JudgeListing(name, version);
            await JudgeArtifactsAsync(version);
        }

        await JudgeNotesAsync(name, written);
    }

    private static ListedCertificate? LiveOf(CertificateLedger ledger, CertificateKey key)
    {
        return ledger.Versions.SingleOrDefault(version => version.Key == key && IsLive(version));
    }

    private static bool IsLive(ListedCertificate version)
    {
        return !version.Changes.Any(change => change.Kind is StateChangeKind.Superseded or StateChangeKind.Revoked);
    }

    private void JudgeLive(CertificateLedger written)
    {
        foreach (var key in written.Versions.GroupBy(version => version.Key))
        {
            var live = key.Count(IsLive);
            Report(live > 1 ? $"a key has {live} live versions" : null);
        }

        Report(
            written.Versions.DistinctBy(version => version.CertificateId).Count() < written.Versions.Count
                ? "a certificate is listed twice"
                : null);
    }

    private void JudgeGrowth(CertificateLedger before, CertificateLedger after)
    {
        Report(after.Versions.Count < before.Versions.Count ? "a version was taken away" : null);
        foreach (var (old, now) in before.Versions.Zip(after.Versions))
        {
            var same = old.CertificateId == now.CertificateId
                && old.Key == now.Key
                && old.IssuedAt == now.IssuedAt
                && old.Kid == now.Kid
                && old.Hashes.Equals(now.Hashes);
            Report(same ? null : "a version was changed");
            var changes = now.Changes.Take(old.Changes.Count).Select(WithoutText);
            Report(old.Changes.Select(WithoutText).SequenceEqual(changes) ? null : "an entry of a history was changed");
            foreach (var change in now.Changes.Skip(old.Changes.Count))
            {
                Report(
                    change.ReplacedBy is { } next && after.Find(next)?.Key != now.Key
                        ? "a version was replaced by one that is not listed under its key"
                        : null);
            }
        }
    }

    private static (string Ledger, string CertificateId, long Revision, string Kind) FactsOf(string ledger, LedgerEntry entry) =>
        (ledger, entry.Certificate.CertificateId, entry.Revision, entry.Kind);

    /// <summary>Each write raises the revision by one, its entries have that revision, and an order is applied once.</summary>
    private void JudgeRevisions(CertificateLedger before, CertificateLedger written)
    {
        Report(written.Revision == before.Revision + 1 ? null : $"revision {before.Revision} was followed by {written.Revision}");
        var old = before.Entries().Select(entry => FactsOf("", entry)).ToHashSet();
        Report(
            written.Entries().All(entry => old.Contains(FactsOf("", entry)) || entry.Revision == written.Revision)
                ? null
                : "a new entry has another revision than the write");
        var orders = written.Entries()
            .Where(entry => entry.Change?.Carried != true)
            .GroupBy(entry => (entry.Order, entry.Kind, entry.Certificate.CertificateId));
        Report(orders.Any(order => order.Count() > 1) ? "an order was applied twice" : null);
    }

    private static StateChange WithoutText(StateChange change) => change with { Text = null };

    /// <summary>What is listed was accepted, and under this key.</summary>
    private void JudgeListing(string ledger, ListedCertificate version)
    {
        var sent = events.GetValueOrDefault(version.CertificateId);
        Report(sent is null || sent.Ledger != ledger || sent.Key != version.Key ? "a certificate is listed that nobody asked for" : null);
        Report(Discarded.Contains(version.CertificateId) ? "a certificate is listed whose event was discarded" : null);
        tally.Count("certificates listed");
    }

    private async Task JudgeArtifactsAsync(ListedCertificate version)
    {
        var id = version.CertificateId;
        JudgeArtifact(TestArtifacts.Credential(id), version.Hashes.Of(TestArtifacts.CredentialFile)!);
        JudgeArtifact(CertificateArtifacts.Qr(id), version.Hashes.Of(CertificateArtifacts.QrFile)!);
        JudgeArtifact(CertificateArtifacts.Pdf(id), version.Hashes.Of(CertificateArtifacts.PdfFile)!);
        if (await program.Store.GetAsync(TestArtifacts.Credential(id), CancellationToken.None) is { } credential)
        {
            using var document = JsonDocument.Parse(credential.Bytes);
            using var key = rooms.PublicKey.ToRsa();
            var result = rooms.Suite.Verify(document.RootElement, key);
            Report(result.IsValid ? null : $"a listed credential does not verify: {result.Reason}");
            Report(version.Kid == rooms.PublicKey.KeyId ? null : "a listed certificate has another key's id");
        }
    }

    private void JudgeArtifact(ArtifactName name, string hash)
    {
        var wrong = artifacts.ContainsKey(name) ? "another" : "missing";
        Report(
            artifacts.GetValueOrDefault(name) == hash ? null : $"a certificate is listed whose {Path.GetFileName(name.Name)} is {wrong}");
    }

    /// <summary>Erasures are noted before they are written, so that whoever looks for them by these notes misses none.</summary>
    private async Task JudgeNotesAsync(string name, CertificateLedger written)
    {
        foreach (var version in written.Versions)
        {
            Report(
                version.IsErased() && !await IsNotedAsync($"erased/{version.CertificateId}.json", name)
                    ? "an erasure was written before its note"
                    : null);
        }
    }

    private async Task<bool> IsNotedAsync(string note, string ledger)
    {
        var stored = await program.Store.GetAsync(new ArtifactName(RegistryDocuments.Container, note), CancellationToken.None);
        return stored is not null && JsonSerializer.Deserialize(stored.Bytes.Span, LedgerJson.Compact.LedgerReference)?.Ledger == ledger;
    }
}
