using System.Text.Json;
using Divoc.Functions.Generated;
using Divoc.Functions.Hosting.AzureFunctions;
using Divoc.Functions.Hosting.Embedded;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Extensions.DependencyInjection;
using NCrontab;

namespace Divoc.Functions.Tests.Hosting;

public sealed class WorkerTests
{
    private static readonly FunctionCatalog Catalog = FunctionCatalog.OfProgram();

    [Fact]
    public async Task The_worker_registers_exactly_the_functions_that_the_embedded_host_calls()
    {
        var functions = (await MetadataAsync()).Select(function => function.Name).Order(StringComparer.Ordinal);
        var names = Catalog.HttpFunctions.Select(function => function.Function.Name)
            .Concat(Catalog.QueueFunctions.Select(function => function.Function.Name))
            .Concat(Catalog.TimerFunctions.Select(function => function.Function.Name));
        Assert.Equal(names.Order(StringComparer.Ordinal), functions);
    }

    [Fact]
    public async Task The_worker_registers_each_HTTP_function_with_the_same_route_methods_and_level()
    {
        var metadata = (await MetadataAsync()).ToDictionary(function => function.Name!, StringComparer.Ordinal);
        Assert.NotEmpty(Catalog.HttpFunctions);
        foreach (var function in Catalog.HttpFunctions)
        {
            using var trigger = Trigger(metadata[function.Function.Name], "httpTrigger");
            Assert.Equal(function.Route, trigger.RootElement.GetProperty("route").GetString());
            Assert.Equal(
                function.Methods,
                trigger.RootElement.GetProperty("methods").EnumerateArray().Select(method => method.GetString()!.ToUpperInvariant()));
            Assert.Equal($"{function.Level}", trigger.RootElement.GetProperty("authLevel").GetString());
        }
    }

    [Fact]
    public async Task The_worker_registers_each_queue_and_timer_function_with_the_same_queue_and_schedule()
    {
        var metadata = (await MetadataAsync()).ToDictionary(function => function.Name!, StringComparer.Ordinal);
        foreach (var function in Catalog.QueueFunctions)
        {
            using var trigger = Trigger(metadata[function.Function.Name], "serviceBusTrigger");
            Assert.Equal(function.QueueName, trigger.RootElement.GetProperty("queueName").GetString());
            Assert.Equal("ServiceBus", trigger.RootElement.GetProperty("connection").GetString());
        }

        foreach (var function in Catalog.TimerFunctions)
        {
            using var trigger = Trigger(metadata[function.Function.Name], "timerTrigger");
            var schedule = CrontabSchedule.Parse(
                trigger.RootElement.GetProperty("schedule").GetString()!, new CrontabSchedule.ParseOptions { IncludingSeconds = true });
            Assert.Equal(function.Schedule.ToString(), schedule.ToString());
        }
    }

    [Fact]
    public void Operations_endpoints_require_the_key_of_an_operator_instead_of_an_Azure_key()
    {
        Assert.All(
            Catalog.HttpFunctions.Where(function => function.Route.StartsWith("operations/", StringComparison.OrdinalIgnoreCase)),
            function => Assert.Equal(
                (AuthorizationLevel.Anonymous, true, false), (function.Level, function.IsOfOperators, function.IsForEverybody)));
    }

    [Fact]
    public void The_generated_metadata_provider_and_executor_register_themselves_when_the_worker_starts()
    {
        var registrars = typeof(WorkerHost).Assembly.GetTypes().Where(typeof(IAutoConfigureStartup).IsAssignableFrom);
        Assert.Equal(
            ["FunctionExecutorAutoStartup", "FunctionMetadataProviderAutoStartup"],
            registrars.Select(type => type.Name).Order(StringComparer.Ordinal));
    }

    private static async Task<IReadOnlyList<IFunctionMetadata>> MetadataAsync() =>
        await new GeneratedFunctionMetadataProvider().GetFunctionMetadataAsync("");

    private static JsonDocument Trigger(IFunctionMetadata function, string type)
    {
        return function.RawBindings!
            .Select(binding => JsonDocument.Parse(binding))
            .Single(binding => binding.RootElement.GetProperty("type").GetString() == type);
    }
}
