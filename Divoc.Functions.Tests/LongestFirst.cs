using Divoc.Functions.Tests;
using Divoc.Functions.Tests.Commands;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Faults;
using Divoc.Functions.Tests.Faults.Ledgers;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Hosting.AzureFunctions;
using Divoc.Functions.Tests.Intake.Uploads;
using Divoc.Functions.Tests.Packaging;
using Divoc.Functions.Tests.Triggers;
using Divoc.Functions.Tests.Verification.Files;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Divoc.Functions.Tests;

/// <summary>
/// Starts the collections that take minutes before all others, so that none of them runs alone at the end. No test depends on the order.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <summary>Each takes most of a minute or more.</summary>
    private static readonly string[] Long =
    [
        .. new[]
        {
            typeof(FaultTests), typeof(ApiExamplesTests), typeof(SoakTests), typeof(OperatorsOverHttpTests), typeof(WorkerCollection),
            typeof(UploadMemoryTests), typeof(CommandTests), typeof(EverythingAtOnceTests),
            typeof(OwnersTests), typeof(FileFuzzTests), typeof(BackupTests), typeof(UploadFaultTests), typeof(LostKeyTests),
            typeof(DocumentedCommandsTests), typeof(AfterIssuingTests), typeof(KillTests),
            typeof(LedgerScheduleTests), typeof(PackagingTests),
        }.Select(type => type.Name),
    ];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection
    {
        return [.. testCollections.OrderBy(collection => PlaceOf(collection.TestCollectionDisplayName))];
    }

    /// <summary>A collection is named as its definition is, or ends with the name of its one class and an id.</summary>
    private static int PlaceOf(string collection)
    {
        var name = collection.Split(" (id:")[0];
        var place = Array.FindIndex(Long, known => name == known || name.EndsWith($".{known}", StringComparison.Ordinal));
        return place < 0 ? Long.Length : place;
    }
}
