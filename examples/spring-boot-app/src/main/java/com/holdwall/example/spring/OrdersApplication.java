package com.holdwall.example.spring;

import com.holdwall.probes.jdbc.DatabaseProbe;
import com.zaxxer.hikari.HikariDataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** An ordinary Spring Boot application with a database and the actuator, and one bean of ours. */
@SpringBootApplication(proxyBeanMethods = false)
public class OrdersApplication {

  /**
   * Runs the application.
   *
   * @param args Spring's own
   */
  public static void main(String[] args) {
    SpringApplication.run(OrdersApplication.class, args);
  }

  @Bean
  DatabaseProbe databaseProbe(HikariDataSource pool) {
    return DatabaseProbe.of(pool);
  }
}
