using System.Globalization;
using Divoc.Functions.Benchmarks.Reports;

namespace Divoc.Functions.Benchmarks.Scale;

/// <summary>The report on the console.</summary>
internal static class ScaleFigures
{
    /// <summary>Prints it.</summary>
    public static void Print(ScaleReport report)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Events:N0} certificates in {report.Requests:N0} requests, {report.Revocations:N0} revoked, in "
            + $"{report.Seconds:F0} s. For each certificate:"));
        double each = report.Events;
        Figures.Print(report.Documents.OrderByDescending(kind => kind.Value.Bytes)
            .Select(kind => ($"{kind.Key}, {kind.Value.Documents:N0}", kind.Value.Bytes / each, "bytes")));
        Figures.Print(report.StoreCalls.OrderBy(call => call.Key).Select(call => ($"store: {call.Key}", call.Value / each, "calls")));
        Figures.Print(report.Queues.Where(queue => queue.Value.Sent > 0)
            .Select(queue =>
                ($"queue: {queue.Key}", queue.Value.Sent / each, $"messages of {queue.Value.SentBytes / queue.Value.Sent} bytes")));
        Figures.Print([("signatures", report.Signatures / each, ""), ("processor time", report.CpuSeconds * 1000 / each, "ms")]);
        var (scaled, cost) = (report.Scaled, report.CostOfMillion);
        const double Billion = 1_000_000_000;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Scaled to {report.Certificates:N0} certificates:"));
        Figures.Print(
        [
            ("documents", scaled.Documents / Billion, "billion"),
            ("stored", scaled.Terabytes, "TB"),
            ("writes and listings", scaled.Writes / Billion, "billion"),
            ("reads", scaled.Reads / Billion, "billion"),
            ("queue messages", scaled.Messages / Billion, "billion"),
            ("signatures", scaled.Signatures / Billion, "billion"),
            ($"at {report.PerSecond} a second", scaled.DaysOfOneVault, "days"),
        ]);
        Console.WriteLine("A million certificates, in dollars, by the prices given (the defaults are examples: check yours):");
        Figures.Print(
        [
            ("writes and listings", cost.Writes, ""),
            ("reads", cost.Reads, ""),
            ("signatures", cost.Signatures, ""),
            ("one messaging unit, in full use", cost.MessagingUnit, ""),
            ("instances, in full use", cost.Compute, ""),
            ("together, once", cost.Once, ""),
            ("stored", cost.StoredAMonth, "a month"),
        ]);
    }
}
