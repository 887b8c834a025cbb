using System.Text;
using Divoc.Functions.Messaging;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Messaging;

public sealed class SqliteMessageQueueTests() : SqliteQueueContract(QueueNames.CertificationEvents)
{
    [Fact]
    public async Task A_waiting_receiver_is_woken_when_a_scheduled_message_is_due()
    {
        await Queue.SendAsync([Message("a") with { ScheduledFor = Time.GetUtcNow().AddSeconds(20) }], Cancel);
        var receiving = Queue.ReceiveAsync(1, TimeSpan.FromMinutes(2), Cancel);

        Assert.Equal(TimeSpan.FromSeconds(20), await Time.NextTimerAsync(Cancel));
        Time.Advance(TimeSpan.FromSeconds(19.999));
        Assert.False(receiving.IsCompleted);
        Time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal(["a"], Ids(await receiving));
    }

    [Fact]
    public async Task A_waiting_receiver_is_woken_when_a_lock_expires()
    {
        await Queue.SendAsync([Message("a")], Cancel);
        await ReceiveOneAsync();
        Time.Advance(TimeSpan.FromSeconds(10));
        var receiving = Queue.ReceiveAsync(1, TimeSpan.FromMinutes(2), Cancel);

        Assert.Equal(TimeSpan.FromSeconds(50), await Time.NextTimerAsync(Cancel));
        Time.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(2, Assert.Single(await receiving).DeliveryCount);
    }

    [Fact]
    public async Task A_waiting_receiver_gets_the_message_when_the_lock_of_another_receiver_expires()
    {
        var receiving =
            new[] { Queue.ReceiveAsync(1, TimeSpan.FromMinutes(5), Cancel), Queue.ReceiveAsync(1, TimeSpan.FromMinutes(5), Cancel) };
        await Time.NextTimerAsync(Cancel);
        await Time.NextTimerAsync(Cancel);
        await Queue.SendAsync([Message("a")], Cancel);
        var first = await Task.WhenAny(receiving);
        Assert.Equal(1, Assert.Single(await first).DeliveryCount);

        Assert.Equal(LockDuration, await Time.NextTimerAsync(Cancel));
        Time.Advance(LockDuration);
        Assert.Equal(2, Assert.Single(await receiving.Single(other => other != first)).DeliveryCount);
    }

    [Fact]
    public async Task A_waiting_receiver_checks_once_per_lock_duration_and_ends_at_its_timeout()
    {
        var receiving = Queue.ReceiveAsync(1, TimeSpan.FromSeconds(130), Cancel);
        foreach (var expected in new[] { 60, 60, 10 })
        {
            Assert.Equal(TimeSpan.FromSeconds(expected), await Time.NextTimerAsync(Cancel));
            Assert.False(receiving.IsCompleted);
            Time.Advance(TimeSpan.FromSeconds(expected));
        }

        Assert.Empty(await receiving);
        Assert.Equal(0, Time.UnseenTimers);
    }

    [Fact]
    public async Task After_a_kill_acknowledged_messages_still_exist_their_locks_end_and_their_deliveries_count()
    {
        await Queue.SendAsync([Message("locked"), Message("done"), Message("dead"), Message("waiting")], Cancel);
        var messages = await ReceiveAsync(3);
        await Queue.CompleteAsync(messages[1], Cancel);
        await Queue.DeadLetterAsync(messages[2], "reason", "", Cancel);
        await Queue.ReceiveDeadLettersAsync(1, Cancel);
        await Queue.SendAsync([Message("scheduled") with { ScheduledFor = Time.GetUtcNow().AddHours(1) }], Cancel);

        using var left = Folder.CopyAsLeftByAKill();
        using var reopened = new SqliteQueueFile(left.Path, Options, Time);
        var again = reopened[QueueNames.CertificationEvents];

        var received = await again.ReceiveAsync(10, TimeSpan.Zero, Cancel);
        Assert.Equal(
            [("locked", 2), ("waiting", 1)], received.Select(message => (message.Message.MessageId, message.DeliveryCount)).Order());
        Assert.Equal(["dead"], Ids(await again.ReceiveDeadLettersAsync(10, Cancel)));
        Assert.Equal(new QueueCounts(2, 1, 1), await again.CountAsync(Cancel));
        await Assert.ThrowsAsync<LockLostException>(() => again.CompleteAsync(messages[0], Cancel));
        await again.SendAsync([Message("done")], Cancel);
        Assert.Empty(await again.ReceiveAsync(10, TimeSpan.Zero, Cancel));
        Assert.Equal("ok", left.Ask("queue.db", "PRAGMA integrity_check"));
    }

    [Fact]
    public async Task Completed_messages_are_removed_from_the_files_while_the_queue_is_open()
    {
        using var folder = new DataFolder();
        using var file = new SqliteQueueFile(folder.Path, Options, Time);
        var queue = file[QueueNames.CertificationEvents];
        await queue.SendAsync(
            [new QueueMessage { MessageId = "a", Body = Encoding.ASCII.GetBytes(new string('.', 20_000) + "PERSONAL") }], Cancel);
        Assert.Contains("PERSONAL", folder.ReadFiles(), StringComparison.Ordinal);

        await queue.CompleteAsync(Assert.Single(await queue.ReceiveAsync(1, TimeSpan.Zero, Cancel)), Cancel);

        await Eventually.HoldsAsync(() => !folder.ReadFiles().Contains("PERSONAL", StringComparison.Ordinal));
        await queue.SendAsync([Message("b")], Cancel);
        Assert.Single(await queue.ReceiveAsync(1, TimeSpan.Zero, Cancel));
    }

    [Fact]
    public async Task Senders_take_turns_no_matter_how_much_one_of_them_sent_before()
    {
        await Queue.SendAsync([.. Enumerable.Range(0, 100).Select(number => Message($"a{number}") with { Sender = "a" })], Cancel);
        Assert.Equal(["a0", "a1"], Ids(await ReceiveAsync(2)));
        Time.Advance(TimeSpan.FromHours(1));
        await Queue.SendAsync(
            [.. Enumerable.Range(0, 3).Select(number => Message($"b{number}") with { Sender = "b" }), Message("nobody's")], Cancel);

        // What was delivered and comes again takes turns with what is new; none of it hides who is next.
        Assert.Equal(["b0", "a0"], Ids(await ReceiveAsync(2)));
        Assert.Equal(["a1", "a2", "a3", "a4", "b1", "b2", "nobody's"], Ids(await ReceiveAsync(7)).Order());
        Assert.Equal(["a5", "a6"], Ids(await ReceiveAsync(2)));
    }

    [Fact]
    public async Task Redelivered_and_new_messages_take_turns()
    {
        await Queue.SendAsync([.. Enumerable.Range(0, 50).Select(number => Message($"old{number:D2}"))], Cancel);
        await ReceiveAsync(50);
        await Queue.SendAsync([.. Enumerable.Range(0, 50).Select(number => Message($"new{number:D2}"))], Cancel);
        Time.Advance(LockDuration);

        var order = new List<string>();
        for (var turn = 0; turn < 10; turn++)
        {
            order.AddRange(Ids(await ReceiveAsync(turn % 3 + 1)));
        }

        Assert.InRange(order.Count(id => id.StartsWith("new", StringComparison.Ordinal)), 8, 11);
        Assert.Equal(
            order.Where(id => id.StartsWith("old", StringComparison.Ordinal)),
            order.Where(id => id.StartsWith("old", StringComparison.Ordinal)).Order());
        Assert.Equal(
            order.Where(id => id.StartsWith("new", StringComparison.Ordinal)),
            order.Where(id => id.StartsWith("new", StringComparison.Ordinal)).Order());
        Assert.Equal(100, order.Count + (await ReceiveAsync(200)).Count);
    }

    [Fact]
    public async Task After_a_restart_all_waiting_messages_are_delivered_and_their_turns_are_consistent()
    {
        await Queue.SendAsync([.. Enumerable.Range(0, 5).Select(number => Message($"a{number}") with { Sender = "a" })], Cancel);
        await ReceiveAsync(2);
        using var left = Folder.CopyAsLeftByAKill();
        using var reopened = new SqliteQueueFile(left.Path, Options, Time);
        var again = reopened[QueueNames.CertificationEvents];
        await again.SendAsync([Message("b0") with { Sender = "b" }, Message("b1") with { Sender = "b" }], Cancel);

        // The locks of the process before have ended.
        Assert.Equal(["a0", "a1", "a2", "a3", "a4", "b0", "b1"], Ids(await again.ReceiveAsync(10, TimeSpan.Zero, Cancel)).Order());
        Assert.Equal(0L, left.Ask("queue.db", "SELECT count(*) FROM message WHERE turn > 0"));
    }

    [Fact]
    public async Task Setting_the_clock_back_before_the_start_does_not_delay_waiting_messages()
    {
        await Queue.SendAsync([Message("a")], Cancel);
        using var left = Folder.CopyAsLeftByAKill();

        using var again = new SqliteQueueFile(
            left.Path, Options, new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Time.GetUtcNow().AddHours(-3)));
        Assert.Equal(["a"], Ids(await again[QueueNames.CertificationEvents].ReceiveAsync(1, TimeSpan.Zero, Cancel)));
    }

    [Fact]
    public async Task Messages_sent_by_many_concurrent_callers_are_all_stored()
    {
        await Task.WhenAll(Enumerable.Range(0, 64).Select(caller => Task.Run(async () =>
        {
            for (var turn = 0; turn < 10; turn++)
            {
                await Queue.SendAsync([Message($"{caller}/{turn}")], Cancel);
            }
        })));

        Assert.Equal(640, (await ReceiveAsync(1000)).Select(message => message.Message.MessageId).Distinct().Count());
        Assert.Equal("ok", Folder.Ask("queue.db", "PRAGMA integrity_check"));
    }

    [Fact]
    public async Task Ids_outside_the_window_are_deleted()
    {
        await Queue.SendAsync([.. Enumerable.Range(0, 100).Select(turn => Message($"{turn}"))], Cancel);
        Time.Advance(DuplicateDetectionWindow);
        await Queue.SendAsync([.. Enumerable.Range(100, 50).Select(turn => Message($"{turn}"))], Cancel);

        Assert.Equal(50L, Folder.Ask("queue.db", "SELECT count(*) FROM seen"));
    }

    [Fact]
    public async Task A_queue_without_duplicate_detection_keeps_no_ids_and_deletes_none()
    {
        await Queue.SendAsync([Message("1")], Cancel);
        Time.Advance(DuplicateDetectionWindow);
        await Open(QueueNames.CertificateChanges).SendAsync([Message("2"), Message("2")], Cancel);

        Assert.Equal(1L, Folder.Ask("queue.db", "SELECT count(*) FROM seen"));
    }

    [Fact]
    public async Task An_id_is_accepted_again_after_its_window_even_if_older_ids_are_not_deleted_yet()
    {
        await Queue.SendAsync([.. Enumerable.Range(0, 100).Select(turn => Message($"{turn}"))], Cancel);
        Time.Advance(DuplicateDetectionWindow);
        await Queue.SendAsync([Message("99")], Cancel);
        await Queue.SendAsync([Message("99")], Cancel);

        Assert.Equal(101, (await Queue.CountAsync(Cancel)).Active);
    }

    [Fact]
    public async Task The_file_releases_free_pages_when_it_is_opened()
    {
        await Queue.SendAsync([.. Enumerable.Range(0, 50).Select(turn => Message($"{turn}") with { Body = new byte[100_000] })], Cancel);
        foreach (var message in await ReceiveAsync(50))
        {
            await Queue.CompleteAsync(message, Cancel);
        }

        File.Dispose();
        var file = new FileInfo(Path.Combine(Folder.Path, "queue.db"));
        Assert.True(file.Length > 5_000_000);
        new SqliteQueueFile(Folder.Path, Options, Time).Dispose();
        file.Refresh();
        Assert.True(file.Length < 200_000, $"{file.Length} bytes");
        Assert.Equal(8192L, Folder.Ask("queue.db", "PRAGMA page_size"));
    }

    [Fact]
    public void Only_the_owner_can_read_the_files()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        Assert.All(Directory.GetFiles(Folder.Path), file => Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            OperatingSystem.IsWindows() ? default : System.IO.File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task A_closed_queue_is_unavailable_also_for_waiting_receivers()
    {
        var receiving = Queue.ReceiveAsync(1, TimeSpan.FromMinutes(2), Cancel);
        await Time.NextTimerAsync(Cancel);
        File.Dispose();
        Time.Advance(LockDuration);

        await Assert.ThrowsAsync<QueueUnavailableException>(() => receiving);
        await Assert.ThrowsAsync<QueueUnavailableException>(() => Queue.SendAsync([Message("a")], Cancel));
        await Assert.ThrowsAsync<QueueUnavailableException>(() => Queue.CountAsync(Cancel));
    }

    [Fact]
    public async Task The_registration_reads_the_settings()
    {
        using var other = new DataFolder();
        await using var provider = Register(other, ("Divoc:Queue:LockDuration", "00:00:05"));
        var registered = provider.Queue(QueueNames.CertificationEvents);
        await registered.SendAsync([Message("a")], Cancel);
        var received = Assert.Single(await registered.ReceiveAsync(1, TimeSpan.Zero, Cancel));

        Assert.Equal(TimeSpan.FromSeconds(5), received.LockedUntil - Time.GetUtcNow());
    }

    [Fact]
    public async Task After_the_clock_is_set_back_no_message_is_delayed_longer_than_a_lock_duration()
    {
        using var other = new DataFolder();
        var clock = new SettableClock();
        using var file = new SqliteQueueFile(other.Path, Options, clock);
        var set = file[QueueNames.CertificationEvents];
        await set.SendAsync([Message("locked")], Cancel);
        await set.ReceiveAsync(1, TimeSpan.Zero, Cancel);
        await set.SendAsync([Message("free"), Message("later") with { ScheduledFor = clock.UtcNow.AddMinutes(1) }], Cancel);
        clock.UtcNow -= TimeSpan.FromHours(1);

        Assert.Equal(["free"], Ids(await set.ReceiveAsync(10, TimeSpan.Zero, Cancel)));
        clock.UtcNow += Options.LockDuration;
        Assert.Contains("locked", Ids(await set.ReceiveAsync(10, TimeSpan.Zero, Cancel)));
    }

    [Theory]
    [InlineData("LockDuration", "00:00:00")]
    [InlineData("LockDuration", "00:05:01")]
    [InlineData("DuplicateDetectionWindow", "00:00:19")]
    [InlineData("DuplicateDetectionWindow", "7.00:00:01")]
    public async Task A_setting_out_of_range_is_refused_with_its_name(string setting, string value)
    {
        using var other = new DataFolder();
        await using var provider = Register(other, ($"Divoc:Queue:{setting}", value));

        var refused = Assert.Throws<OptionsValidationException>(() => provider.Queue(QueueNames.CertificationEvents));
        Assert.Contains($"Divoc:Queue:{setting}", refused.Message, StringComparison.Ordinal);
    }

    private ServiceProvider Register(DataFolder directory, params (string Name, string Value)[] settings) => new ServiceCollection()
        .AddSingleton<IConfiguration>(
            new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
                .Build())
        .AddSingleton<TimeProvider>(Time)
        .AddSqliteMessageQueues(directory.Path)
        .BuildServiceProvider();
}
