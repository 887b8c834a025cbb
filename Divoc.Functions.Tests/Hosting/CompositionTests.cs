using System.Reflection;
using Divoc.Functions.Hosting;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Messaging;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Divoc.Functions.Tests.Hosting;

public sealed class CompositionTests
{
    [Fact]
    public async Task Every_function_can_be_created_from_the_services_of_the_embedded_host()
    {
        var types = typeof(EmbeddedHost).Assembly.GetExportedTypes()
            .Where(type => type.GetMethods().Any(method => method.IsDefined(typeof(FunctionAttribute))))
            .ToList();
        Assert.NotEmpty(types);
        await using var host = await TestHost.StartAsync();
        foreach (var type in types)
        {
            await using var scope = host.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentDelivery>().Delivery = new NoDelivery();
            Assert.NotNull(ActivatorUtilities.CreateInstance(scope.ServiceProvider, type));
        }
    }

    [Fact]
    public async Task No_singleton_keeps_a_scoped_service()
    {
        await using var host = await TestHost.StartAsync(null, "--environment", "Development");
        Assert.All(QueueNames.All, queue => Assert.NotNull(host.Services.GetRequiredKeyedService<IMessageQueue>(queue.Name)));
    }

    /// <summary>A watcher of the settings' files would see each write to a database below the content root.</summary>
    [Fact]
    public async Task A_changed_settings_file_is_not_reloaded_and_no_file_is_watched()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(
            folder.PathOf("appsettings.json"), """{ "Probe": "at start" }""", TestContext.Current.CancellationToken);
        await using var host = await TestHost.StartAsync(null, "--contentRoot", folder.PathOf("."), "--environment", "Development");
        var configuration = (IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>();
        var changes = 0;
        using var subscription = ChangeToken.OnChange(configuration.GetReloadToken, () => changes++);

        await File.WriteAllTextAsync(folder.PathOf("appsettings.json"), """{ "Probe": "later" }""", TestContext.Current.CancellationToken);
        // The watcher of .NET waits for a quarter of a second before it reads.
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);

        Assert.Equal(("at start", 0), (configuration["Probe"], changes));
        var files = configuration.Providers.OfType<FileConfigurationProvider>().ToList();
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.False(file.Source.ReloadOnChange));
    }

    private sealed class NoDelivery : IDelivery
    {
        public int Attempt => 1;

        public int Outages => 0;

        public bool IsFirst => false;

        public Task RetryAsync(TimeSpan delay, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task RetryAfterOutageAsync(TimeSpan delay, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task PostponeAsync(TimeSpan delay, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task DeadLetterAsync(string reason, string description, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
