package dev.footfall.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.footfall.event.UnknownSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistrySchemasTest {

  private RegistryServer registry;

  @BeforeEach
  void start() throws IOException {
    registry = RegistryServer.start();
    registry.put(
        "/schemas/ids/7",
        """
        {"schema": "{\\"type\\":\\"record\\",\\"name\\":\\"Click\\",\\"fields\\":[]}"}
        """);
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private RegistrySchemas schemas(Duration patience) {
    return new RegistrySchemas(new SchemaRegistry(registry.url() + "/", "", "", "", patience));
  }

  private RegistrySchemas schemas() {
    return schemas(Duration.ofMinutes(1));
  }

  @Test
  void aSchemaIsAskedForOnce() throws UnknownSchema {
    RegistrySchemas schemas = schemas();
    Schema first = schemas.schema(7);
    assertThat(first.getName()).isEqualTo("Click");
    assertThat(schemas.schema(7)).isSameAs(first);
    assertThat(registry.asked()).containsExactly("/schemas/ids/7");
  }

  @Test
  void whoAsksSaysWhoItIs() throws UnknownSchema {
    String url = registry.url();
    new RegistrySchemas(new SchemaRegistry(url, "ann", "pä", "", Duration.ZERO)).schema(7);
    new RegistrySchemas(new SchemaRegistry(url, "", "", "t0ken", Duration.ZERO)).schema(7);
    new RegistrySchemas(new SchemaRegistry(url, "", "", "", Duration.ZERO)).schema(7);
    assertThat(registry.authorizations())
        .containsExactly("Basic YW5uOnDDpA==", "Bearer t0ken", "null");
    assertThat(new SchemaRegistry(url, "ann", "hunter2", "", Duration.ZERO)).hasToString(url);
  }

  @Test
  void aSchemaMayReferToOthers() throws UnknownSchema {
    registry.put(
        "/schemas/ids/8",
        """
        {"schema": "{\\"type\\":\\"record\\",\\"name\\":\\"Order\\",\\"fields\\":[{\\"name\\":\\"by\\",\\"type\\":\\"shop.User\\"}]}",
         "references": [{"name": "shop.User", "subject": "shop/user", "version": 3}]}
        """);
    registry.put(
        "/subjects/shop%2Fuser/versions/3",
        """
        {"subject": "shop/user", "version": 3, "id": 5,
         "schema": "{\\"type\\":\\"record\\",\\"name\\":\\"User\\",\\"namespace\\":\\"shop\\",\\"fields\\":[]}"}
        """);
    assertThat(schemas().schema(8).getField("by").schema().getFullName()).isEqualTo("shop.User");
  }

  @Test
  void whatTheRegistryDoesNotHaveIsUnknownAndNotAskedForAgainAtOnce() {
    RegistrySchemas schemas = schemas();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> schemas.schema(9))
          .isInstanceOf(UnknownSchema.class)
          .hasMessage("schema 9: the registry does not have it (40403 Schema not found)");
    }
    assertThat(registry.asked()).containsExactly("/schemas/ids/9");
  }

  @Test
  void whatIsNotAvroIsUnknown() {
    registry.put("/schemas/ids/10", "{\"schemaType\": \"PROTOBUF\", \"schema\": \"syntax …\"}");
    registry.put("/schemas/ids/11", "{\"schema\": \"{\\\"type\\\":\\\"recrod\\\"}\"}");
    assertThatThrownBy(() -> schemas().schema(10))
        .isInstanceOf(UnknownSchema.class)
        .hasMessage("schema 10: it is of the type PROTOBUF, not AVRO");
    assertThatThrownBy(() -> schemas().schema(11))
        .isInstanceOf(UnknownSchema.class)
        .hasMessageStartingWith("schema 11: it cannot be read as Avro: ");
  }

  @Test
  void aRegistryThatIsAwayIsWaitedFor() throws Exception {
    registry.failWith(503, "");
    RegistrySchemas schemas = schemas();
    CompletableFuture<Schema> answer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return schemas.schema(7);
              } catch (UnknownSchema unknown) {
                throw new IllegalStateException(unknown);
              }
            });
    while (registry.asked().size() < 3) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertThat(answer).isNotDone();
    registry.failWith(0, "");
    assertThat(answer.get(30, TimeUnit.SECONDS).getName()).isEqualTo("Click");
  }

  @Test
  void onceThePatienceIsOverItFails() {
    String url = registry.url();
    registry.close();
    assertThatThrownBy(
            () -> new RegistrySchemas(new SchemaRegistry(url, "", "", "", Duration.ZERO)).schema(7))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("schema registry " + url + " has been away for 0 s: ");
  }

  @Test
  void aWrongAddressRejectsNothing() {
    registry.failWith(404, "<html>no such page</html>");
    assertThatThrownBy(() -> schemas(Duration.ZERO).schema(7))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("it answers 404 to /schemas/ids/7");
  }

  @Test
  void aRegistryThatRefusesIsNotWaitedFor() {
    registry.failWith(401, "{\"error_code\":401,\"message\":\"Unauthorized\"}");
    assertThatThrownBy(() -> schemas().schema(7))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(
            "schema registry "
                + registry.url()
                + ": it answers 401 to /schemas/ids/7 (401 Unauthorized)");
    assertThat(registry.asked()).hasSize(1);
  }

  @Test
  void whoeverWaitsCanBeStopped() throws Exception {
    registry.failWith(503, "");
    RegistrySchemas schemas = schemas();
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                schemas.schema(7);
              } catch (UncheckedIOException | UnknownSchema stopped) {
                thrown.complete(stopped);
              }
            });
    reader.start();
    while (registry.asked().isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    reader.interrupt();
    assertThat(thrown.get(30, TimeUnit.SECONDS)).hasMessageContaining("the job is being stopped");
  }
}
