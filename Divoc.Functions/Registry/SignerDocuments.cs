using System.Globalization;
using Divoc.Functions.Keys;
using Divoc.Functions.Storage;

namespace Divoc.Functions.Registry;

/// <summary>
/// The reports of the processes that sign with a vault: <c>signers/{vault}/{instance}.json</c>, with all data in the metadata, so that one
/// listing reads all. Each process writes only its own, so the writes have no condition; if a write is lost, the next one replaces it.
/// </summary>
public sealed class SignerDocuments(IArtifactStore store, RegistryDocuments documents) : ISignerReports
{
    private const string NumberName = "number";
    private const string WaitsMark = " waits";

    private static readonly SigningLane[] Lanes = Enum.GetValues<SigningLane>();

    /// <inheritdoc/>
    public Task WriteAsync(string vault, SignerReport report, CancellationToken cancellationToken)
    {
        var metadata = Lanes.ToDictionary(NameOf, lane => Write(report.Lanes[(int)lane]));
        metadata[NumberName] = report.Number.ToString(CultureInfo.InvariantCulture);
        var name = new ArtifactName(RegistryDocuments.Container, $"{PathOf(vault, report.Instance)}.json");
        return store.PutAsync(name, new ArtifactContent("{}"u8.ToArray(), "application/json", metadata), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SignerReport>> ReadAsync(string vault, CancellationToken cancellationToken)
    {
        var prefix = PathOf(vault, "");
        var reports = new List<SignerReport>();
        string? continuation = null;
        do
        {
            (var page, continuation) = await documents.ListWithMetadataAsync(prefix, continuation, cancellationToken);
            reports.AddRange(page.Select(document => Read(document.Name[prefix.Length..], document.Metadata)));
        }
        while (continuation is not null);

        return reports;
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string vault, string instance, CancellationToken cancellationToken) =>
        documents.DeleteAsync($"{PathOf(vault, instance)}.json", cancellationToken);

    private static string PathOf(string vault, string instance) => $"signers/{vault}/{instance}";

    private static string NameOf(SigningLane lane) => lane switch
    {
        SigningLane.Interactive => "interactive",
        SigningLane.Bulk => "bulk",
        _ => "status",
    };

    private static string Write(LaneReport lane) =>
        lane.Use.ToString("0.######", CultureInfo.InvariantCulture) + (lane.Waits ? WaitsMark : "");

    /// <summary>A report of a later version of the program in another form counts as no use, but the process counts as running.</summary>
    private static SignerReport Read(string instance, IReadOnlyDictionary<string, string> metadata)
    {
        var isNumber = long.TryParse(
            metadata.GetValueOrDefault(NumberName), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return new SignerReport(
            instance, isNumber ? number : 0, [.. Lanes.Select(lane => ReadLane(metadata.GetValueOrDefault(NameOf(lane)) ?? ""))]);
    }

    private static LaneReport ReadLane(string text)
    {
        var waits = text.EndsWith(WaitsMark, StringComparison.Ordinal);
        var isUse = double.TryParse(
            waits ? text[..^WaitsMark.Length] : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var use);
        return new LaneReport(isUse && use <= 2 ? use : 0, waits);
    }
}
