using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Registry;

/// <summary>
/// Lists documents with names <c>{prefix}{inverted time}-{id}.json</c>, newest first, from the position where an earlier list ended.
/// </summary>
public sealed class NewestFirst(RegistryDocuments documents)
{
    /// <summary>The name of a document below its prefix.</summary>
    internal static string NameOf(DateTimeOffset instant, string id) => $"{InvertedTime.Of(instant)}-{id}";

    /// <summary>The names below a prefix, each with the position after it.</summary>
    /// <exception cref="ArgumentException">The position is not from a list of this store.</exception>
    internal async IAsyncEnumerable<ListPosition> ListAsync(
        string prefix, ListPosition? from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var continuation = from?.Continuation;
        string? next;
        do
        {
            (var names, next) = await documents.ListPageAsync(prefix, RegistryDocuments.PageSize, continuation, cancellationToken);
            foreach (var name in names.Where(name => string.CompareOrdinal(name, from?.After) > 0))
            {
                yield return new ListPosition(name, continuation);
            }

            continuation = next;
        }
        while (next is not null);
    }
}

/// <summary>A position in a list. It stays valid if newer documents are added.</summary>
/// <param name="After">The name of the last document before it.</param>
/// <param name="Continuation">The continuation of the store's page with that document; null for the first page.</param>
public sealed record ListPosition(string After, string? Continuation)
{
    private const int LongestText = 6_000;

    /// <summary>The id of the document.</summary>
    public string Id => After[(InvertedTime.Length + 1)..];

    /// <summary>Reads what <see cref="ToString"/> writes; null for any other text.</summary>
    public static ListPosition? Parse(string text)
    {
        var parts = text.Split('.');
        if (text.Length > LongestText || parts.Length > 2 || !InvertedTime.BeginsNameOf(parts[0], RandomId.IsWellFormed))
        {
            return null;
        }

        if (parts.Length == 1)
        {
            return new ListPosition(parts[0], null);
        }

        return Base64Url.IsValid(parts[1])
            ? new ListPosition(parts[0], Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])))
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Continuation is null ? After : $"{After}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Continuation))}";
}
