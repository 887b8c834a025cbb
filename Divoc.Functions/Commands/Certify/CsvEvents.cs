using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Unicode;
using Divoc.Functions.Commands.Service;
using Divoc.Functions.Domain;
using Divoc.Functions.Intake.Uploads;
using Divoc.Functions.Registry;
using Divoc.Functions.Types;

namespace Divoc.Functions.Commands.Certify;

/// <summary>
/// A CSV file of events, read like an upload. A row that can't be read or that the service refuses gets its line in the summary and does
/// not stop the others.
/// </summary>
internal sealed class CsvEvents : EventFile
{
    private readonly ReadOnlyMemory<byte> file;
    private readonly CsvHeader header;
    private readonly int firstRow;

    private CsvEvents(ReadOnlyMemory<byte> file, CsvHeader header, int firstRow)
    {
        (this.file, this.header, this.firstRow) = (file, header, firstRow);
        Count = Pieces().Sum(piece => piece.Rows.Count);
    }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    public override string What => "Rows";

    /// <inheritdoc/>
    public override string Place => "row";

    /// <summary>Unknown columns, which are ignored.</summary>
    public IReadOnlyList<string> UnknownColumns => header.Unknown;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The path.</param>
    /// <param name="shape">The shape of its columns.</param>
    /// <param name="stop">Cancels the reading.</param>
    /// <exception cref="CommandException">
    /// The file can't be read, is too large, is not UTF-8 text, lacks columns, or has no row.
    /// </exception>
    public static async Task<CsvEvents> ReadAsync(string path, RequestShape shape, CancellationToken stop)
    {
        ReadOnlyMemory<byte> file = await BytesOfAsync(path, stop);
        if (!Utf8.IsValid(file.Span) || file.Span.Contains((byte)0))
        {
            throw new CommandException($"{path} is not a text in UTF-8: save it as CSV in UTF-8.");
        }

        var cells = CsvRows.ReadHeader(file, out var end);
        var (header, refusal) = CsvHeader.Of(file.IsEmpty ? [] : cells, shape);
        var events = header is null
            ? throw new CommandException($"{path}: {refusal!.Message}")
            : new CsvEvents(file[end..], header, firstRow: 2);
        return events.Count > 0 ? events : throw new CommandException($"{path} has no row below its header.");
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<IReadOnlyList<EventLine>> IssueAsync(
        EventIssuer issuer, [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var rows in Pieces().SelectMany(piece => piece.Rows.Chunk(EventsPerCall)))
        {
            yield return await IssueAsync(issuer, rows, stop);
        }
    }

    /// <summary>The rows in pieces, each small enough for the body of a call.</summary>
    private IEnumerable<CsvPiece> Pieces()
    {
        var (offset, row) = (0, firstRow);
        while (offset < file.Length)
        {
            var piece = CsvRows.Read(file.Slice(offset, Math.Min(CsvRows.PieceBytes, file.Length - offset)), row, header.Names.Count);
            yield return piece;
            (offset, row) = (offset + piece.Length, piece.NextRow);
        }
    }

    /// <summary>
    /// A call with an invalid row is refused as a whole, so it is repeated without such rows. A row that repeats another one of its call is
    /// sent after that call: then it is a duplicate with a certificate, as it would be in two calls.
    /// </summary>
    private async Task<IReadOnlyList<EventLine>> IssueAsync(EventIssuer issuer, IReadOnlyList<CsvRow> rows, CancellationToken stop)
    {
        var lines = rows.Where(row => row.Error is not null).Select(row => Refused(row, [row.Error!])).ToList();
        var left = rows.Where(row => row.Error is null).ToList();
        List<CsvRow> repeated = [];
        while (left.Count > 0)
        {
            try
            {
                lines.AddRange(await issuer.IssueAsync(RowEvents.BodyOf(header, left), [.. left.Select(row => row.Number)], stop));
                (left, repeated) = (repeated, []);
            }
            catch (ServiceRefusalException refused) when (ProblemsOf(refused, left.Count) is { Count: > 0 } faults)
            {
                var judged = left.Index().ToLookup(row => VerdictOf(faults[row.Index]));
                lines.AddRange(judged[Verdict.Wrong].Select(
                    row => Refused(row.Item, [.. faults[row.Index].Select(fault => ChunkDecider.ErrorOf(fault, header.Shape))])));
                repeated.AddRange(judged[Verdict.Repeated].Select(row => row.Item));
                left = [.. judged[Verdict.Right].Select(row => row.Item)];
                (left, repeated) = left.Count > 0 ? (left, repeated) : (repeated, []);
            }
        }

        return [.. lines.OrderBy(line => line.Number)];
    }

    /// <summary>
    /// The validation errors of the elements of a call, by their places in it. An error that concerns no element ends the command.
    /// </summary>
    private static ILookup<int, ValidationMessage> ProblemsOf(ServiceRefusalException refused, int elements)
    {
        return refused.Errors.Where(error => PlaceOf(error) < elements).ToLookup(error => PlaceOf(error)!.Value);
    }

    private static int? PlaceOf(ValidationMessage fault)
    {
        return fault.Pointer.Split('/') is ["", var place, ..]
            && int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : null;
    }

    private static Verdict VerdictOf(IEnumerable<ValidationMessage> faults)
    {
        return faults.Aggregate(
            Verdict.Right,
            (verdict, fault) => fault.Code == FaultCodes.Duplicate && verdict != Verdict.Wrong ? Verdict.Repeated : Verdict.Wrong);
    }

    private EventLine Refused(CsvRow row, IReadOnlyList<RowError> errors)
    {
        var code = header.Shape.Find("preEnrollmentCode") is { } node ? header.TextOf(node.Field, row.Cells) : null;
        return new EventLine(
            row.Number, code ?? "", "", EventLine.Refused, string.Join("; ", errors.Select(error => error.Code).Distinct()),
            string.Join(" ", errors.Select(TextOf)));
    }

    private static string TextOf(RowError error) => error.Column is null ? error.Detail : $"{error.Column}: {error.Detail}";

    private enum Verdict
    {
        Right,
        Repeated,
        Wrong,
    }
}
