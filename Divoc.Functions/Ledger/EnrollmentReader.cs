using System.Collections.Concurrent;

namespace Divoc.Functions.Ledger;

/// <summary>Reads the enrollments of many people.</summary>
public sealed class EnrollmentReader(EnrollmentRegistry enrollments)
{
    private const int Parallelism = 8;

    /// <summary>Reads each of some enrollments once, by name.</summary>
    public async Task<IReadOnlyDictionary<string, Enrollment>> ReadAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var read = new ConcurrentDictionary<string, Enrollment>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(names.Distinct(), options, async (name, token) =>
        {
            read[name] = (await enrollments.ReadAsync(name, token)).Enrollment;
        });
        return read;
    }
}
