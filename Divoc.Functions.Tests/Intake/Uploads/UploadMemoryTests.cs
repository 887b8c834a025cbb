using System.Globalization;
using System.Text.RegularExpressions;
using Divoc.Functions.Tests.EndToEnd;

namespace Divoc.Functions.Tests.Intake.Uploads;

/// <summary>A large file takes hardly more memory than a small one.</summary>
[Trait("Kind", "Slow")]
public sealed partial class UploadMemoryTests
{
    private const long Most = 30 * 1024 * 1024;

    [Fact]
    public async Task A_file_of_100_000_rows_needs_at_most_30_MiB_more_memory_than_one_of_1000_rows()
    {
        var told = await BenchmarkProgram.RunAsync("uploads", "--rows", "100000");

        Assert.Contains("100000 rows", told, StringComparison.Ordinal);
        Assert.True(long.Parse(Difference().Match(told).Groups[1].Value, CultureInfo.InvariantCulture) <= Most, told);
    }

    [GeneratedRegex("difference (-?[0-9]+) bytes")]
    private static partial Regex Difference();
}
