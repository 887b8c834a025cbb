using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Divoc.Functions.Benchmarks.Reports;

/// <summary>Where and when figures were taken.</summary>
/// <param name="TakenAt">When the run began (UTC).</param>
/// <param name="Commit">The commit of the working copy, with a plus where files are changed; null where git can't tell.</param>
/// <param name="Processor">The processor's name.</param>
/// <param name="Cores">Processors that this process may use.</param>
/// <param name="System">Operating system and .NET.</param>
/// <param name="Disk">The file system of the folder for temporary files, in which the service has its data.</param>
/// <param name="LoadBefore">The load average of the last minute when the run began: above 0.3 other work disturbs it.</param>
internal sealed record MachineFacts(
    DateTimeOffset TakenAt, string? Commit, string Processor, int Cores, string System, string Disk, double LoadBefore)
{
    /// <summary>As they are now.</summary>
    public static MachineFacts Now() => new(
        DateTimeOffset.UtcNow,
        CommitOf(ReportFolder.Repository),
        File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            ?.Split(':')[1]
            .Trim()
            ?? $"{RuntimeInformation.ProcessArchitecture}",
        Environment.ProcessorCount,
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}",
        DiskOf(Path.GetTempPath()),
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture));

    /// <summary>The same in one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{TakenAt:yyyy-MM-dd HH:mm}Z, commit {Commit ?? "unknown"}, {Cores} cores ({Processor}), {System}, {Disk}, "
        + $"load before {LoadBefore:F2}");

    private static string DiskOf(string path)
    {
        var drive = DriveInfo.GetDrives()
            .Where(drive => path.StartsWith(drive.Name, StringComparison.Ordinal))
            .MaxBy(drive => drive.Name.Length);
        return drive is null ? "unknown disk" : drive.DriveFormat;
    }

    private static string? CommitOf(string folder)
    {
        try
        {
            var changed = Git("status", "--porcelain", "--untracked-files=no").Length > 0 ? "+" : "";
            return Git("rev-parse", "--short", "HEAD") is { Length: > 0 } commit ? commit + changed : null;
        }
        catch (global::System.ComponentModel.Win32Exception)
        {
            return null;
        }

        string Git(params string[] arguments)
        {
            using var process = Process.Start(
                new ProcessStartInfo("git", ["-C", folder, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var told = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return told;
        }
    }
}
