using Divoc.Functions.Commands.Service;
using Microsoft.Extensions.Time.Testing;

namespace Divoc.Functions.Tests.Commands;

public sealed class CommandProgressTests
{
    [Theory]
    [InlineData(null, "MiB: 3", "MiB: 5")]
    [InlineData(6, "MiB: 3 of 6", "MiB: 5 of 6")]
    public async Task Without_a_terminal_progress_is_written_as_a_line_every_five_seconds(int? most, params string[] told)
    {
        var time = new FakeTimeProvider();
        await using var output = new StringWriter();
        TimeSpan[] pauses =
        [
            TimeSpan.Zero,
            TimeSpan.FromSeconds(4.9),
            TimeSpan.FromSeconds(0.1),
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(6),
            TimeSpan.FromSeconds(4),
        ];

        var result = await CommandProgress.RunPlainAsync(
            "MiB",
            most,
            tell =>
            {
                foreach (var (index, pause) in pauses.Index())
                {
                    time.Advance(pause);
                    tell(index + 1);
                }

                return Task.FromResult("done");
            },
            output,
            time);

        Assert.Equal("done", result);
        Assert.Equal(told, output.ToString().Split(output.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }
}
