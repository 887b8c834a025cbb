using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Registry;

/// <summary>
/// Records who ordered what. An order is recorded before it is carried out, so that none is carried out in secret; its counts are added
/// when it is done. An order without counts was interrupted or has failed.
/// </summary>
public sealed class AuditTrail(RegistryDocuments documents, NewestFirst newest, TimeProvider time)
{
    private const int LongestReason = 64;

    private const string Folder = "audit/";
    private const string DayForm = "yyyy-MM-dd";

    /// <summary>Records an order, carries it out, and adds its counts.</summary>
    /// <param name="name">Who ordered it.</param>
    /// <param name="order">The order.</param>
    /// <param name="reason">
    /// The reason; null for none. Only a code of upper-case letters, digits and underscores is stored: other texts could contain personal
    /// data.
    /// </param>
    /// <param name="carryOut">Carries it out.</param>
    /// <param name="countsOf">The counts of what was done.</param>
    public async Task<T> RecordAsync<T>(
        string name, OperatorOrder order, string? reason, Func<Task<T>> carryOut, Func<T, IReadOnlyDictionary<string, int>> countsOf)
    {
        var record = new AuditRecord
        {
            Id = RandomId.New(),
            At = time.GetUtcNow(),
            Name = name,
            Order = order,
            Reason = IsWord(reason) ? reason : null,
        };
        await WriteAsync(record, null);
        var result = await carryOut();
        await WriteAsync(record with { Counts = countsOf(result) }, await documents.FindETagAsync(PathOf(record), CancellationToken.None));
        return result;
    }

    /// <summary>The orders, newest first, each with the position after it.</summary>
    /// <param name="from">The position where an earlier list ended; null for the newest.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="ArgumentException">The position is not from such a list.</exception>
    public async IAsyncEnumerable<(AuditRecord Record, AuditPosition Position)> ListAsync(
        AuditPosition? from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await FirstDayAsync(cancellationToken) is not { } first)
        {
            yield break;
        }

        var newestDay = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(1);
        for (var day = from?.Day ?? newestDay; day >= first; day = day.AddDays(-1))
        {
            await foreach (var position in newest.ListAsync(PrefixOf(day), day == from?.Day ? from.Place : null, cancellationToken))
            {
                if (await documents.ReadAsync(
                    $"{PrefixOf(day)}{position.After}.json",
                    RegistryJson.Compact.AuditRecord,
                    cancellationToken) is { Document: var record })
                {
                    yield return (record, new AuditPosition(day, position));
                }
            }
        }
    }

    private async Task WriteAsync(AuditRecord record, string? etag)
    {
        await documents.TryWriteAsync(PathOf(record), record, etag, RegistryJson.Compact.AuditRecord, CancellationToken.None);
        ProtocolWrites.Done(ProtocolWrite.OrderAudited, record.Id);
    }

    private static bool IsWord(string? reason)
    {
        return reason?.Length is > 0 and <= LongestReason
            && reason.All(character => char.IsAsciiLetterUpper(character) || char.IsAsciiDigit(character) || character == '_');
    }

    /// <summary>The names sort the days oldest first.</summary>
    private async Task<DateOnly?> FirstDayAsync(CancellationToken cancellationToken)
    {
        var (names, _) = await documents.ListPageAsync(Folder, 1, null, cancellationToken);
        return names is [var first, ..]
            && DateOnly.TryParseExact(first.Split('/')[0], DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;
    }

    private static string PathOf(AuditRecord record) =>
        $"{PrefixOf(DateOnly.FromDateTime(record.At.UtcDateTime))}{NewestFirst.NameOf(record.At, record.Id)}.json";

    private static string PrefixOf(DateOnly day) => $"{Folder}{day.ToString(DayForm, CultureInfo.InvariantCulture)}/";
}

/// <summary>A position in the list of orders.</summary>
/// <param name="Day">The day of the last order before it.</param>
/// <param name="Place">The place of that order in the day.</param>
public sealed record AuditPosition(DateOnly Day, ListPosition Place)
{
    private const string Form = "yyyyMMdd";

    /// <summary>Reads what <see cref="ToString"/> writes; null for any other text.</summary>
    public static AuditPosition? Parse(string text)
    {
        return text.Split('_', 2) is [var day, var place]
            && DateOnly.TryParseExact(day, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var on)
            && ListPosition.Parse(place) is { } at
            ? new AuditPosition(on, at)
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Day.ToString(Form, CultureInfo.InvariantCulture)}_{Place}";
}

/// <summary>An order of an operator. It has no personal data.</summary>
public sealed record AuditRecord
{
    /// <summary>The document's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = PersistedForm.First;

    /// <summary>Its id: 128 random bits as 26 characters.</summary>
    public required string Id { get; init; }

    /// <summary>When it was given (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who gave it: the operator's name.</summary>
    public required string Name { get; init; }

    /// <summary>What was ordered.</summary>
    public required OperatorOrder Order { get; init; }

    /// <summary>The reason as a code; null for none, or for a free text, which could contain personal data.</summary>
    public string? Reason { get; init; }

    /// <summary>The counts of what was done; null until it is done.</summary>
    public IReadOnlyDictionary<string, int>? Counts { get; init; }
}

/// <summary>The kinds of operators' orders.</summary>
public enum OperatorOrder
{
    /// <summary>Retry failed events.</summary>
    ReplayFailures,

    /// <summary>Discard failed events.</summary>
    DiscardFailures,

    /// <summary>Release a partner from a ledger.</summary>
    ReleaseOwner,

    /// <summary>Admit a partner to a ledger again.</summary>
    AdmitOwner,

    /// <summary>Record that a key is lost permanently.</summary>
    RetireKey,

    /// <summary>Rebuild the register of certificates that are not valid.</summary>
    RebuildStatus,

    /// <summary>Copy store, queue and keys.</summary>
    BackUp,

    /// <summary>Put a backup into a data directory; the record is in the restored store.</summary>
    Restore,

    /// <summary>Make a request for the certificate of a key.</summary>
    RequestCertificate,

    /// <summary>Make a self-signed certificate of a key.</summary>
    CertifyKey,
}
